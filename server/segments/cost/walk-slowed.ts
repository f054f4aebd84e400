import { sql } from 'kysely'
import { membersOf, type SegmentMembers } from '../../../model/segment.ts'
import type { Platform } from '../../platform/index.ts'
import { evaluateCompanies } from '../evaluate-companies.ts'
import { evaluatePeople, type Evaluation } from '../evaluate-people.ts'
import { evaluateEverybody } from '../evaluate-everybody.ts'
import { failSegment, liveSince, listEvaluated, type EvaluatedSegment } from '../evaluated-segment.ts'
import { settleEvaluation } from '../settle-evaluation.ts'
import { defaultBudget, type Budget } from './budget.ts'
import { speedUp } from './slow-down.ts'

const FIRST_PAGE = 200
const MOST_PER_PAGE = 2_000
/** What evaluating a slowed segment may take of the time. */
const SHARE_OF_TIME = 1 / 20
/** Between two rounds, however quick they are. */
const ROUND_PAUSE_MS = 10 * 60_000
/** A slowed segment follows what happens again when a live scan would take a quarter of what it may: so it does not go to and fro. */
const CHEAP_SHARE = 1 / 4
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

type Round = {
  id: string
  state: 'live' | 'building'
  round_at: Date | null
  round_upto: string | null
  round_page: number | null
  round_slowest: number | null
}

/**
 * Goes one step on with the slowed segment whose turn it is: evaluates some of its members, then rests so long that it takes a
 * twentieth of the time. After a round through everybody it follows what happens again if it has become cheap. False when
 * none is due.
 */
export async function walkSlowed(platform: Platform, budget: Budget = defaultBudget): Promise<boolean> {
  const { db, clock } = platform
  const { rows } = await sql<Round>`
    select id, state, round_at, round_upto, round_page, round_slowest from segments
    where pace = 'slowed' and state in ('live', 'building') and round_next <= ${new Date(clock.now())}
    order by round_next, id limit 1`.execute(db)
  const [round] = rows
  if (!round) return false
  const segment = (await listEvaluated(db, ['live', 'building'], ['slowed'])).find(
    ({ id }) => id === round.id,
  )
  if (segment) await step(platform, { segment, round, budget })
  return true
}

type Step = { segment: EvaluatedSegment; round: Round; budget: Budget }

async function step(platform: Platform, { segment, round, budget }: Step): Promise<void> {
  const page = round.round_page ?? FIRST_PAGE
  const kind = membersOf(segment.definition)
  const members = await nextMembers(platform, kind, { after: round.round_upto ?? FIRST_ID, limit: page })
  const start = performance.now()
  const evaluation = await evaluate(platform, segment, { kind, members, limit: budget.live })
  const took = performance.now() - start
  const [failure] = evaluation.failures
  if (failure) return failSegment(platform.db, segment, failure.error)
  if (evaluation.slow.length > 0) return takeFewer(platform, { segment, page, took })
  await settle(platform, { segment, evaluation, round })
  const slowest = Math.max(round.round_slowest ?? 0, projected(took, members.length))
  if (members.length === page)
    return goOn(platform, segment, { upto: members.at(-1) ?? FIRST_ID, page, took, slowest, budget })
  await endRound(platform, { segment, round, slowest, budget })
}

/** How long as many would have taken as are evaluated at once when it follows what happens. */
function projected(took: number, members: number): number {
  return (took * MOST_PER_PAGE) / Math.max(members, MOST_PER_PAGE / 10)
}

async function nextMembers(
  { db }: Platform,
  kind: SegmentMembers,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind)} where id > ${after}::uuid order by id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

async function evaluate(
  platform: Platform,
  segment: EvaluatedSegment,
  { kind, members, limit }: { kind: SegmentMembers; members: string[]; limit: number },
): Promise<Evaluation> {
  if (kind === 'companies') return evaluateCompanies(platform, [segment], { companies: members, limit })
  const evaluations = await evaluatePeople(platform, [segment], { people: members, limit })
  const own = evaluations.filter(
    ({ segments, failures, slow }) => segments.length + failures.length + slow.length > 0,
  )
  return own[0] ?? { members, segments: [], held: new Map(), failures: [], slow: [] }
}

async function settle(
  { db, clock }: Platform,
  { segment, evaluation, round }: { segment: EvaluatedSegment; evaluation: Evaluation; round: Round },
): Promise<void> {
  await db
    .transaction()
    .execute((trx) => settleEvaluation(trx, evaluation, { clock, initial: round.state === 'building' }))
  if (round.round_at === null)
    await sql`update segments set round_at = ${new Date(clock.now())} where id = ${segment.id}`.execute(db)
}

async function takeFewer(
  { db, clock }: Platform,
  { segment, page, took }: { segment: EvaluatedSegment; page: number; took: number },
): Promise<void> {
  if (page === 1)
    return failSegment(
      db,
      segment,
      'It takes too long even for one person. Make it narrower: fewer steps, a shorter time.',
    )
  await sql`
    update segments set round_page = ${Math.ceil(page / 4)}, round_next = ${restAfter(clock.now(), took)}
    where id = ${segment.id} and pace = 'slowed'`.execute(db)
}

type GoingOn = { upto: string; page: number; took: number; slowest: number; budget: Budget }

async function goOn(
  { db, clock }: Platform,
  { id, version }: EvaluatedSegment,
  { upto, page, took, slowest, budget }: GoingOn,
): Promise<void> {
  const next = took < budget.live / 4 ? Math.min(page * 2, MOST_PER_PAGE) : page
  await sql`
    update segments set round_upto = ${upto}, round_page = ${next}, round_slowest = ${slowest},
      round_next = ${restAfter(clock.now(), took)}
    where id = ${id} and version = ${version} and pace = 'slowed'`.execute(db)
}

async function endRound(
  { db, clock }: Platform,
  {
    segment,
    round,
    slowest,
    budget,
  }: { segment: EvaluatedSegment; round: Round; slowest: number; budget: Budget },
): Promise<void> {
  const now = clock.now()
  await liveSince(db, segment, round.round_at ?? new Date(now))
  if (slowest <= budget.live * CHEAP_SHARE) return speedUp(db, [segment.id])
  await sql`
    update segments set round_at = null, round_upto = null, round_slowest = null, round_next = ${new Date(now + ROUND_PAUSE_MS)}
    where id = ${segment.id} and version = ${segment.version} and pace = 'slowed'`.execute(db)
}

function restAfter(now: number, took: number): Date {
  return new Date(now + took / SHARE_OF_TIME)
}

/** Evaluates everybody for segments that follow what happens again: who changed meanwhile was not seen. */
export async function makeUp(platform: Platform, isStopped = () => false): Promise<void> {
  const segments = await listEvaluated(platform.db, ['live'], ['returning'])
  if (segments.length === 0) return
  await evaluateEverybody(platform, segments, { initial: false, isStopped })
  if (isStopped()) return
  const known = segments.map(({ id, version }) => ({ id, version }))
  await sql`
    update segments s set pace = 'live' from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as n (id uuid, version int)
    where s.id = n.id and s.version = n.version and s.pace = 'returning'`.execute(platform.db)
}
