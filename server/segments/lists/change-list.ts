import { sql } from 'kysely'
import type { z } from 'zod'
import type { listChange, ListOutcome } from '../../../model/segment-list.ts'
import type { Segment } from '../../../model/segment.ts'
import { audit, requireReadable, visibleTo } from '../../access/index.ts'
import {
  identifierIds,
  loadRules,
  normalizeIdentifier,
  strongestFirst,
  type IdentifierIds,
  type IdentityRules,
} from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { subjectOf } from '../segment-row.ts'
import { lockSegment } from '../segments.ts'

const EXAMPLES = 20
const ENTRIES_PER_NEWS = 1_000

/** Whether people are put on a list or taken off. */
export type Doing = 'add' | 'remove'

/** Somebody as they were named, with the id of an identifier or person that this is. */
type Named = { text: string; id: string | null }

/**
 * Puts people on the list of a static segment or takes them off, in one transaction; the segment follows within seconds. Whom
 * the caller does not see counts as not found. Throws `conflict` for a segment that has no list of its own.
 */
export async function changeList(
  platform: Platform,
  actor: Actor,
  { segment, doing, change }: { segment: string; doing: Doing; change: z.output<typeof listChange> },
): Promise<ListOutcome> {
  const { people, identifiers } = change
  const read = identifiers ? await openIdentifiers(platform, actor, identifiers.type) : null
  const named = [
    ...people.map((id) => ({ text: id, id })),
    ...(read ? (identifiers?.values ?? []).map(read) : []),
  ]
  return platform.db.transaction().execute(async (trx) => {
    const list = await lockList(trx, segment)
    const outcome = await changeEntries(trx, actor, { segment, doing, named })
    if (outcome.changed > 0) {
      const details = { [doing === 'add' ? 'added' : 'removed']: outcome.changed }
      await audit(trx, actor, { action: 'segment.list_changed', subject: subjectOf(list), details })
    }
    return outcome
  })
}

/** Gives what reads the values of identifiers of a type. Throws `forbidden` when the caller may not see those. */
export async function openIdentifiers(
  { db, secrets }: Platform,
  actor: Actor,
  type: string,
): Promise<(value: string) => Named> {
  if (type === 'email') requireReadable(actor, 'people', ['email'])
  const rules = await loadRules(db)
  const ids = identifierIds(secrets.derive('identifiers'))
  return (value) => readIdentifier(value, { type, rules, ids })
}

function readIdentifier(
  text: string,
  { type, rules, ids }: { type: string; rules: IdentityRules; ids: IdentifierIds },
): Named {
  const identifier = normalizeIdentifier(type, text, rules)
  return { text, id: identifier ? ids.of(identifier.type, identifier.value) : null }
}

/** The static segment, locked; throws `not_found`, and `conflict` for one of another kind. */
export async function lockList(trx: Trx, id: string): Promise<Segment> {
  const segment = await lockSegment(trx, id)
  requireList(segment)
  return segment
}

/** Throws `conflict` for a segment that has no list of its own. */
export function requireList({ kind }: Segment): void {
  if (kind !== 'static')
    throw fail(
      'conflict',
      'Only a static segment has a list that can be changed; the others say themselves who belongs to them.',
    )
}

type Entries = { segment: string; doing: Doing; named: Named[] }

/** Changes the list and tells of it; the segment must be locked. */
export async function changeEntries(
  trx: Trx,
  actor: Actor,
  { segment, doing, named }: Entries,
): Promise<ListOutcome> {
  const { found, meant, changed } = await changeNamed(trx, actor, { segment, doing, named })
  const missing = named.filter(({ id }) => id === null || !found.has(id))
  return {
    changed: changed.size,
    unchanged: meant - changed.size,
    not_found: missing.length,
    not_found_examples: missing.slice(0, EXAMPLES).map(({ text }) => text),
  }
}

/** The same for people by their ids. Gives the ids of those for whom it changed something. */
export async function changePeople(
  trx: Trx,
  actor: Actor,
  { segment, doing, people }: { segment: string; doing: Doing; people: string[] },
): Promise<string[]> {
  await lockList(trx, segment)
  const named = people.map((id) => ({ text: id, id }))
  return [...(await changeNamed(trx, actor, { segment, doing, named })).changed]
}

async function changeNamed(trx: Trx, actor: Actor, { segment, doing, named }: Entries) {
  const found = await findNamed(trx, actor, named)
  const refs = new Map([...found.values()].map((one) => [one.person_id, one.ref]))
  const entries =
    doing === 'add'
      ? await addEntries(trx, segment, [...refs])
      : await removeEntries(trx, segment, [...refs.keys()])
  await tellOfEntries(
    trx,
    segment,
    entries.map(({ identifier_id }) => identifier_id),
  )
  return { found, meant: refs.size, changed: new Set(entries.map(({ person_id }) => person_id)) }
}

type Found = { id: string; person_id: string; ref: string }

/** Those of them whom the caller sees; a person stands on the list under the identifier that says most. */
async function findNamed(trx: Trx, actor: Actor, named: Named[]): Promise<Map<string, Found>> {
  const ids = [...new Set(named.flatMap(({ id }) => id ?? []))]
  const { rows } = await sql<Found>`
    select me.id, p.id as person_id, s.ref
    from identifiers me join people p on p.id = me.person_id
    cross join lateral (
      select o.id as ref from identifiers o where o.person_id = p.id order by ${strongestFirst} limit 1
    ) s
    where me.id = any(${ids}::uuid[]) and ${visibleTo(actor, 'people', 'view', sql`p`)}`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

type Entry = { identifier_id: string; person_id: string }

async function addEntries(
  trx: Trx,
  segment: string,
  refs: [person: string, ref: string][],
): Promise<Entry[]> {
  const { rows } = await sql<{ identifier_id: string }>`
    insert into segment_lists (segment_id, identifier_id)
    select ${segment}::uuid, n.ref
    from unnest(${refs.map(([person]) => person)}::uuid[], ${refs.map(([, ref]) => ref)}::uuid[]) as n (person_id, ref)
    where not exists (
      select from identifiers i join segment_lists l on l.identifier_id = i.id
      where i.person_id = n.person_id and l.segment_id = ${segment}
    )
    on conflict do nothing returning identifier_id`.execute(trx)
  const personOf = new Map(refs.map(([person, ref]) => [ref, person]))
  return rows.map(({ identifier_id }) => ({ identifier_id, person_id: personOf.get(identifier_id) ?? '' }))
}

async function removeEntries(trx: Trx, segment: string, people: string[]): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    delete from segment_lists l using identifiers i
    where i.id = l.identifier_id and i.person_id = any(${people}::uuid[]) and l.segment_id = ${segment}
    returning l.identifier_id, i.person_id`.execute(trx)
  return rows
}

async function tellOfEntries(trx: Trx, segment: string, identifiers: string[]): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(identifiers.length / ENTRIES_PER_NEWS) }, (_, index) =>
    identifiers.slice(index * ENTRIES_PER_NEWS, (index + 1) * ENTRIES_PER_NEWS),
  )
  await publish(
    trx,
    chunks.map((some) => ({
      type: 'lists.changed',
      payload: { listed: [{ segment, identifiers: some }] },
    })),
  )
}
