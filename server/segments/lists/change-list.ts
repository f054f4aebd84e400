import type { z } from 'zod'
import type { listChange, ListOutcome } from '../../../model/segment-list.ts'
import type { Segment } from '../../../model/segment.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireMembers } from '../require-members.ts'
import { subjectOf } from '../segment-row.ts'
import { findSegment, lockSegment } from '../segments.ts'
import { listKinds, type Doing } from './list-entries.ts'
import { openNames, type Named } from './name-members.ts'

const EXAMPLES = 20
const ENTRIES_PER_NEWS = 1_000

/**
 * Puts people, or companies, on the list of a static segment or takes them off, in one transaction; the segment follows within seconds.
 * Whom the caller does not see counts as not found. Throws `conflict` for a segment that has no list of its own, or is of the others.
 */
export async function changeList(
  platform: Platform,
  actor: Actor,
  { segment, doing, change }: { segment: string; doing: Doing; change: z.output<typeof listChange> },
): Promise<ListOutcome> {
  const { people, companies, identifiers } = change
  const { members } = await findSegment(platform.db, segment)
  const read = identifiers ? await openNames(platform, actor, { members, type: identifiers.type }) : null
  return platform.db.transaction().execute(async (trx) => {
    const list = await lockList(trx, segment)
    if (people.length > 0) requireMembers(list, 'people')
    if (companies.length > 0) requireMembers(list, 'companies')
    const named = [
      ...[...people, ...companies].map((id) => ({ text: id, id })),
      ...(read ? await read(trx, identifiers?.values ?? []) : []),
    ]
    const outcome = await changeEntries(trx, actor, { list, doing, named })
    if (outcome.changed > 0) {
      const details = { [doing === 'add' ? 'added' : 'removed']: outcome.changed }
      await audit(trx, actor, { action: 'segment.list_changed', subject: subjectOf(list), details })
    }
    return outcome
  })
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

type Entries = { list: Segment; doing: Doing; named: Named[] }

/** Changes the list and tells of it; the segment must be locked. */
export async function changeEntries(trx: Trx, actor: Actor, entries: Entries): Promise<ListOutcome> {
  const { found, meant, changed } = await changeNamed(trx, actor, entries)
  const missing = entries.named.filter(({ id }) => id === null || !found.has(id))
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
  const list = await lockList(trx, segment)
  requireMembers(list, 'people')
  const named = people.map((id) => ({ text: id, id }))
  return [...(await changeNamed(trx, actor, { list, doing, named })).changed]
}

async function changeNamed(trx: Trx, actor: Actor, { list, doing, named }: Entries) {
  const kind = listKinds[list.members]
  const ids = [...new Set(named.flatMap(({ id }) => id ?? []))]
  const found = await kind.find(trx, actor, ids)
  const refs = new Map(found.map(({ member, ref }) => [member, ref]))
  const changed =
    doing === 'add'
      ? await kind.add(
          trx,
          list.id,
          [...refs].map(([member, ref]) => ({ member, ref })),
        )
      : await kind.remove(trx, list.id, [...refs.keys()])
  await tellOfEntries(
    trx,
    list.id,
    changed.map(({ ref }) => ref),
  )
  return {
    found: new Set(found.map(({ id }) => id)),
    meant: refs.size,
    changed: new Set(changed.map(({ member }) => member)),
  }
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
