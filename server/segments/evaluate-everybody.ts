import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { membersOf, segmentMembers } from '../../model/segment.ts'
import type { Platform } from '../platform/index.ts'
import { watchChanges, type ChangedSince } from './changed-since.ts'
import { changeMembers } from './change-members.ts'
import { compileScan } from './compile/scan.ts'
import type { Companies, Scope } from './compile/scope.ts'
import { defaultBudget, isTooCostly, type Budget } from './cost/budget.ts'
import { recordCost } from './cost/cost-meter.ts'
import { findCostly } from './cost/find-costly.ts'
import { slowDown } from './cost/slow-down.ts'
import { scopeOfCompanies } from './evaluate-companies.ts'
import { scopeWithColleagues } from './evaluate-people.ts'
import { failSegment, liveSince, lockUnchanged, type EvaluatedSegment } from './evaluated-segment.ts'
import { shareScans, type Failure } from './share-scans.ts'
import { stillThere } from './still-there.ts'
import { weightOf } from './weight.ts'

export const PEOPLE_PER_PAGE = 5_000
/** Transactions stay short: the embedded database has one connection. */
export const CHANGES_PER_TRANSACTION = 1_000
/** So many are asked about, each segment alone, to find out which one takes too long. */
const SAMPLED = 200
export const FIRST_ID = '00000000-0000-0000-0000-000000000000'
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * `initial`: the segments are being built. `isStopped` is asked now and then whether to leave the rest for later. `budget`: how
 * long the scan may take before one of them that is to blame is slowed down.
 */
export type EverybodyOptions = { initial: boolean; isStopped: () => boolean; budget?: Budget }

/**
 * Evaluates segments over everybody, or every company, and brings their members in line, a page at a time: memory does not
 * grow with their number. Then they are live. It may be cut off at any time and be run again. Throws when the
 * warehouse does not answer.
 */
export async function evaluateEverybody(
  platform: Platform,
  segments: EvaluatedSegment[],
  options: EverybodyOptions,
): Promise<void> {
  const { budget = defaultBudget } = options
  const at = new Date(platform.clock.now())
  const changed = await watchChanges(platform)
  const run = randomUUID()
  try {
    const failures: Failure<EvaluatedSegment>[] = []
    const slow: EvaluatedSegment[] = []
    for (const kind of segmentMembers)
      failures.push(
        ...(await shareScans(
          platform,
          segments.filter(({ definition }) => membersOf(definition) === kind),
          {
            weigh: ({ definition }) => weightOf(definition),
            scan: async (together) => {
              slow.push(...(await storeWithin(platform, together, { run, limit: budget.full })))
            },
          },
        )),
      )
    for (const { one, error } of failures) await failSegment(platform.db, one, error)
    await slowDown(platform.db, slow, { at: platform.clock.now(), budget: budget.full })
    const leftOut = new Set([...failures.map(({ one }) => one), ...slow])
    for (const segment of segments.filter((one) => !leftOut.has(one))) {
      await settleEverybody({ platform, run, changed, options }, segment)
      if (!options.isStopped()) await liveSince(platform.db, segment, at)
    }
  } finally {
    await platform.warehouse.command(`alter table segment_evaluations drop partition '${run}'`)
  }
}

type Storing = { run: string; limit: number | null }

/** Stores who satisfies these segments. Gives those that were left out because it took too long by them. */
async function storeWithin(
  platform: Platform,
  together: EvaluatedSegment[],
  { run, limit }: Storing,
): Promise<EvaluatedSegment[]> {
  if (together.length === 0) return []
  try {
    const start = performance.now()
    await storeEvaluation(platform, together, { run, limit })
    recordCost(platform, together, { milliseconds: performance.now() - start, rowsRead: 0 })
    return []
  } catch (error) {
    if (limit === null || !isTooCostly(error)) throw error
    const scope = await sampleOf(platform, together)
    const costly = await findCostly(platform, together, { scope, limit })
    if (!costly) return storeWithin(platform, together, { run, limit: null })
    const others = together.filter((one) => one !== costly)
    return [costly, ...(await storeWithin(platform, others, { run, limit }))]
  }
}

async function sampleOf(platform: Platform, [first]: EvaluatedSegment[]): Promise<Scope | Companies> {
  const kind = membersOf(first?.definition ?? null)
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind)} order by last_seen desc limit ${SAMPLED}`.execute(platform.db)
  const ids = rows.map(({ id }) => id)
  return kind === 'people' ? scopeWithColleagues(platform, ids) : scopeOfCompanies(platform, ids)
}

async function storeEvaluation(
  { warehouse, clock }: Platform,
  segments: EvaluatedSegment[],
  { run, limit }: Storing,
): Promise<void> {
  const definitions = segments.map(({ definition }) => definition)
  const { query, params } = compileScan(definitions, 'everybody', clock.now())
  await warehouse.command(
    `insert into segment_evaluations (run, segment_id, member_id)
     select {run:UUID}, {segments:Array(UUID)}[place + 1], toString(member_id) from (${query}) array join held as place
     ${limit === null ? '' : `settings max_execution_time = ${limit / 1000}`}`,
    { ...params, run, segments: segments.map(({ id }) => id) },
  )
}

type Settling = { platform: Platform; run: string; changed: ChangedSince; options: EverybodyOptions }
type Range = { after: string; upTo: string }

async function settleEverybody(settling: Settling, segment: EvaluatedSegment): Promise<void> {
  for (let after = FIRST_ID; after !== LAST_ID && !settling.options.isStopped();) {
    const page = await evaluatedPage(settling, segment, after)
    const upTo =
      [
        page.length < PEOPLE_PER_PAGE ? LAST_ID : (page.at(-1) ?? LAST_ID),
        await endOfMembers(settling, segment, after),
      ].sort()[0] ?? LAST_ID
    await settleRange(settling, segment, { range: { after, upTo }, held: page.filter((id) => id <= upTo) })
    after = upTo
  }
}

async function evaluatedPage(
  { platform, run }: Settling,
  segment: EvaluatedSegment,
  after: string,
): Promise<string[]> {
  const rows = await platform.warehouse.rows<{ member_id: string }>(
    `select distinct member_id from segment_evaluations
     where run = {run:UUID} and segment_id = {segment:UUID} and member_id > {after:String}
     order by member_id limit ${PEOPLE_PER_PAGE}`,
    { run, segment: segment.id, after },
  )
  return rows.map(({ member_id }) => member_id)
}

async function endOfMembers(
  { platform }: Settling,
  segment: EvaluatedSegment,
  after: string,
): Promise<string> {
  const { rows } = await sql<{ member_id: string }>`
    select member_id from segment_members where segment_id = ${segment.id} and member_id > ${after}::uuid
    order by member_id offset ${PEOPLE_PER_PAGE - 1} limit 1`.execute(platform.db)
  return rows[0]?.member_id ?? LAST_ID
}

async function settleRange(
  settling: Settling,
  segment: EvaluatedSegment,
  { range, held }: { range: Range; held: string[] },
): Promise<void> {
  const members = await membersIn(settling, segment, range)
  const wanted = new Set(held)
  const differences = [
    ...held.filter((id) => !members.has(id)).map((memberId) => ({ memberId, entered: true })),
    ...[...members].filter((id) => !wanted.has(id)).map((memberId) => ({ memberId, entered: false })),
  ]
  for (let at = 0; at < differences.length; at += CHANGES_PER_TRANSACTION) {
    await settleSome(settling, segment, differences.slice(at, at + CHANGES_PER_TRANSACTION))
  }
}

async function membersIn(
  { platform }: Settling,
  segment: EvaluatedSegment,
  { after, upTo }: Range,
): Promise<Set<string>> {
  const { rows } = await sql<{ member_id: string }>`
    select member_id from segment_members
    where segment_id = ${segment.id} and member_id > ${after}::uuid and member_id <= ${upTo}::uuid`.execute(
    platform.db,
  )
  return new Set(rows.map(({ member_id }) => member_id))
}

type Difference = { memberId: string; entered: boolean }

async function settleSome(
  { platform, changed, options }: Settling,
  segment: EvaluatedSegment,
  differences: Difference[],
): Promise<void> {
  await platform.db.transaction().execute(async (trx) => {
    const [locked] = await lockUnchanged(trx, [segment])
    if (!locked) return
    const [since, present] = [
      await changed.members(trx, locked),
      await stillThere(
        trx,
        membersOf(locked.definition),
        differences.map(({ memberId }) => memberId),
      ),
    ]
    const certain = differences.filter(({ memberId }) => present.has(memberId) && !since.has(memberId))
    await changeMembers(
      trx,
      certain.map((change) => ({ ...change, segment: locked })),
      { at: platform.clock.now(), initial: options.initial },
    )
  })
}
