import { z } from 'zod'
import type { TraitHistory, TraitValue } from '../../model/trait.ts'
import { traitEvidence, type EvidenceOfTrait, type TraitEvidence } from '../people/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Warehouse } from '../platform/warehouse/index.ts'
import type { SourceNames } from './source-names.ts'

type Query = { id: string; trait: string; limit: number; cursor?: string | undefined; sources: SourceNames }

/** What one source said of one identifier, again and again, between two other values. Times in ms. */
type Run = {
  raw: string
  first: number
  last: number
  times: number
  source: string
  identifier: string
  message: string
}

const position = z.tuple([z.number(), z.string()])
const LATEST: z.infer<typeof position> = [8_000_000_000_000, '']

/**
 * Every value that a trait of a person had, newest first, with who said it and when: of the events, and what the events do
 * not tell, such as removals and values that were imported. Null when the person is unknown or not visible.
 */
export async function listTraitHistory(
  { db, warehouse }: Platform,
  caller: Actor,
  { id, trait, limit, cursor, sources }: Query,
): Promise<TraitHistory | null> {
  const evidence = await traitEvidence(db, caller, { id, trait })
  if (!evidence) return null
  const before = cursor ? decodeCursor(cursor, position) : LATEST
  const said = await runsOf(warehouse, { evidence, trait, before, limit: limit + 1 })
  const reachesBack = said.length <= limit ? -Infinity : (said.at(-1)?.first ?? -Infinity)
  const untold = evidence.words.filter((word) => !isTold(word, said)).map(asRun)
  const runs = [...said, ...untold.filter((run) => run.first >= reachesBack && isBefore(run, before))]
  const page = pageFrom(runs.toSorted(newestFirst).slice(0, limit + 1), limit, (run) => [
    run.first,
    run.message,
  ])
  const nameOf = await sources.load()
  return {
    data: page.data.map((run) => describe(run, evidence, nameOf)),
    next: page.next,
    source_order: evidence.order.map(nameOf),
  }
}

type Wanted = {
  evidence: EvidenceOfTrait
  trait: string
  before: z.infer<typeof position>
  limit: number
}

/** The identify calls of a person that name the trait, each change of value, source or identifier once. */
async function runsOf(
  warehouse: Warehouse,
  { evidence, trait, before: [before, message], limit }: Wanted,
): Promise<Run[]> {
  return warehouse.rows<Run>(
    `select any(raw) as raw, min(at) as first, max(at) as last, count() as times,
       toString(any(source_id)) as source, toString(any(identifier_id)) as identifier, argMin(message_id, (at, message_id)) as message
     from (
       select *, sum(changed) over (order by at, message_id, source_id rows between unbounded preceding and current row) as run
       from (
         select *, (raw, source_id, identifier_id) != lagInFrame((raw, source_id, identifier_id)) over (
           order by at, message_id, source_id rows between 1 preceding and current row) as changed
         from (
           select identifier_id, source_id, message_id, toUnixTimestamp64Milli(timestamp) as at,
             JSONExtractRaw(toString(properties), {trait:String}) as raw
           from events where identifier_id in {identifiers:Array(UUID)} and type = 'identify' and raw != ''
         )
       )
     )
     group by run having (first, message) < ({before:Int64}, {message:String})
     order by first desc, message desc limit {limit:UInt32}`,
    { identifiers: [...evidence.identifiers.keys()], trait, before, message, limit },
  )
}

/** Whether the events tell of this word; a removal they do not keep, and an import has none. */
function isTold({ v, t, s, identifierId }: TraitEvidence, runs: Run[]): boolean {
  return runs.some(
    ({ first, last, source, identifier, raw }) =>
      source === s && identifier === identifierId && first <= t && t <= last && sameJson(raw, v),
  )
}

function asRun({ v, t, s, m, identifierId }: TraitEvidence): Run {
  return {
    raw: JSON.stringify(v),
    first: t,
    last: t,
    times: 1,
    source: s,
    identifier: identifierId,
    message: m,
  }
}

function describe(run: Run, evidence: EvidenceOfTrait, nameOf: (id: string) => string): TraitValue {
  const { winner } = evidence
  const value: unknown = JSON.parse(run.raw)
  return {
    value,
    removed: value === null,
    first_said: new Date(run.first).toISOString(),
    last_said: new Date(run.last).toISOString(),
    times: run.times,
    source: nameOf(run.source),
    identifier: evidence.identifiers.get(run.identifier) ?? { type: '', value: '' },
    message_id: run.message,
    counts:
      winner !== undefined &&
      winner.s === run.source &&
      run.first <= winner.t &&
      winner.t <= run.last &&
      sameJson(run.raw, winner.v),
  }
}

function sameJson(raw: string, value: unknown): boolean {
  return sorted(JSON.parse(raw)) === sorted(value)
}

/** As text with the keys of objects in order, because the warehouse keeps them in its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function isBefore({ first, message }: Run, [before, beforeMessage]: z.infer<typeof position>): boolean {
  return first < before || (first === before && message < beforeMessage)
}

function newestFirst(a: Run, b: Run): number {
  return b.first - a.first || (a.message < b.message ? 1 : -1)
}
