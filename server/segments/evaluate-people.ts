import { sql } from 'kysely'
import type { Platform } from '../platform/index.ts'
import type { Companies, People, Scope } from './compile/scope.ts'
import { scanWithin, type HeldRow } from './cost/scan-within.ts'
import type { EvaluatedSegment } from './evaluated-segment.ts'
import { shareScans, type Failure } from './share-scans.ts'
import { withColleagues } from './touched.ts'
import { asksCompanies, weightOf } from './weight.ts'

export const PEOPLE_PER_SCAN = 2_000
/** From so many on, it is quicker to ask about everybody than to name them all. */
export const MOST_COLLEAGUES = 20_000

/** To which segments people, or companies, belong by all that is known of them now. */
export type Evaluation = {
  /** Who was evaluated: people, or companies. */
  members: string[]
  /** The segments that could be evaluated. */
  segments: EvaluatedSegment[]
  /** Ids of the segments that hold a member, by member; one of none is missing. */
  held: Map<string, Set<string>>
  failures: Failure<EvaluatedSegment>[]
  /** Those that were left out because they take too long. */
  slow: EvaluatedSegment[]
}

/**
 * Evaluates these people for all segments, as many at once as fit. For segments that ask about companies, those who belong
 * to a company together with them are evaluated as well: what one of them does may let all enter. Throws when the
 * warehouse does not answer.
 */
export async function evaluatePeople(
  platform: Platform,
  segments: EvaluatedSegment[],
  { people, limit }: { people: string[]; limit: number | null },
): Promise<Evaluation[]> {
  const asking = segments.filter(({ definition }) => asksCompanies(definition.conditions))
  const others = segments.filter((segment) => !asking.includes(segment))
  const alone = await evaluateSome(platform, others, {
    members: people,
    scopeOf: (some) => scopeOf(platform, some),
    atOnce: PEOPLE_PER_SCAN,
    limit,
  })
  if (asking.length === 0 || people.length === 0) return [alone]
  const together = await withColleagues(platform.db, people)
  const scopes = {
    members: together,
    scopeOf: (some: string[]) => scopeWithColleagues(platform, some),
    atOnce: MOST_COLLEAGUES,
    limit,
  }
  return [
    alone,
    together.length > MOST_COLLEAGUES
      ? await evaluateAllFor(platform, asking, together)
      : await evaluateSome(platform, asking, scopes),
  ]
}

const weigh = ({ definition }: EvaluatedSegment) => weightOf(definition)

type Asked = {
  members: string[]
  scopeOf: (some: string[]) => Promise<Scope | Companies>
  atOnce: number
  /** How long a scan may take, in milliseconds; null for as long as it takes. */
  limit: number | null
}

/** Evaluates these members for segments of their kind, so many in one scan. */
export async function evaluateSome(
  platform: Platform,
  segments: EvaluatedSegment[],
  { members, scopeOf, atOnce, limit }: Asked,
): Promise<Evaluation> {
  const held: Evaluation['held'] = new Map()
  let evaluable = members.length > 0 ? segments : []
  const failures: Evaluation['failures'] = []
  const slow: EvaluatedSegment[] = []
  for (let at = 0; at < members.length && evaluable.length > 0; at += atOnce) {
    const scope = await scopeOf(members.slice(at, at + atOnce))
    const failed = await shareScans(platform, evaluable, {
      weigh,
      scan: async (together) => {
        slow.push(...(await scanWithin(platform, together, { scope, limit, take: intoHeld(held) })))
      },
    })
    failures.push(...failed)
    const gone = new Set([...failed.map(({ one }) => one), ...slow])
    evaluable = evaluable.filter((segment) => !gone.has(segment))
  }
  return { members, segments: evaluable, held, failures, slow }
}

/** The same by one look at everybody, for more members than can be named in a query. */
export async function evaluateAllFor(
  platform: Platform,
  segments: EvaluatedSegment[],
  members: string[],
): Promise<Evaluation> {
  const held: Evaluation['held'] = new Map()
  const failures = await shareScans(platform, segments, {
    weigh,
    scan: async (together) => {
      await scanWithin(platform, together, { scope: 'everybody', limit: null, take: intoHeld(held) })
    },
  })
  const failed = new Set(failures.map(({ one }) => one))
  return { members, segments: segments.filter((segment) => !failed.has(segment)), held, failures, slow: [] }
}

function intoHeld(held: Evaluation['held']) {
  return (together: readonly EvaluatedSegment[], rows: HeldRow[]) => {
    for (const row of rows) {
      const segments = row.held.map((place) => together[place]?.id ?? '')
      const known = held.get(row.member_id)
      if (known) for (const segment of segments) known.add(segment)
      else held.set(row.member_id, new Set(segments))
    }
  }
}

/** These people with the identifiers under which what they did lies. */
export async function scopeOf({ db }: Platform, people: string[]): Promise<People> {
  const { rows } = await sql<{ id: string }>`
    select id from identifiers where person_id = any(${people}::uuid[])`.execute(db)
  return { people, identifiers: rows.map(({ id }) => id) }
}

/** The same with everybody about whom has to be asked to know of their companies. */
export async function scopeWithColleagues(platform: Platform, people: string[]): Promise<Scope> {
  const colleagues = await withColleagues(platform.db, people)
  return { ...(await scopeOf(platform, people)), colleagues: await scopeOf(platform, colleagues) }
}
