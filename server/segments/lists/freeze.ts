import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Segment } from '../../../model/segment.ts'
import { audit } from '../../access/index.ts'
import { strongestFirst } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { subjectOf } from '../segment-row.ts'
import { findSegment, lockSegment } from '../segments.ts'
import { lockUses, rebuildUsers } from '../uses.ts'
import { forgetList } from './copy-list.ts'

/**
 * Stops a live segment: whoever is in it stays, and nobody else enters, until it is thawed. Throws `conflict` unless it is
 * live and built.
 */
export async function freezeSegment({ db }: Platform, actor: Actor, id: string): Promise<Segment> {
  return db.transaction().execute(async (trx) => {
    const segment = await lockSegment(trx, id)
    requireFreezable(segment)
    await putMembersOnList(trx, segment)
    await sql`
      update segments set kind = 'frozen', list_id = ${randomUUID()}, state = 'copying', pace = 'live', slowed_at = null, version = version + 1, updated_at = now()
      where id = ${id}`.execute(trx)
    await audit(trx, actor, { action: 'segment.frozen', subject: subjectOf(segment) })
    return findSegment(trx, id)
  })
}

/** Lets a frozen segment follow its conditions again; it is built anew. Throws `conflict` when it is not frozen. */
export async function thawSegment(platform: Platform, actor: Actor, id: string): Promise<Segment> {
  const { segment, list } = await platform.db.transaction().execute(async (trx) => {
    await lockUses(trx)
    const frozen = await lockSegment(trx, id)
    if (frozen.kind !== 'frozen') throw fail('conflict', 'This segment is not frozen.')
    const before = await sql<{ list_id: string }>`select list_id from segments where id = ${id}`.execute(trx)
    await sql`
      update segments set kind = 'live', list_id = null, state = 'building', error = null, pace = 'live', slowed_at = null, version = version + 1, updated_at = now()
      where id = ${id}`.execute(trx)
    await sql`delete from segment_lists where segment_id = ${id}`.execute(trx)
    await rebuildUsers(trx, id)
    await audit(trx, actor, { action: 'segment.thawed', subject: subjectOf(frozen) })
    return { segment: await findSegment(trx, id), list: before.rows[0]?.list_id }
  })
  if (list !== undefined) await forgetList(platform, list)
  return segment
}

function requireFreezable({ kind, state, split }: Segment): void {
  if (kind === 'frozen') throw fail('conflict', 'This segment is frozen already.')
  if (kind === 'static')
    throw fail('conflict', 'A static segment changes by hand only: there is nothing to freeze.')
  if (split)
    throw fail('conflict', 'This segment is a group of a random split. Freeze the segment that was split.')
  if (state !== 'live')
    throw fail(
      'conflict',
      'Only a segment that is live can be frozen. Wait until it is built, then try again.',
    )
}

async function putMembersOnList(trx: Trx, { id, members }: Segment): Promise<void> {
  await sql`delete from segment_lists where segment_id = ${id}`.execute(trx)
  await sql`
    insert into segment_lists (segment_id, identifier_id)
    ${members === 'companies' ? companiesIn(id) : peopleIn(id)}`.execute(trx)
}

function companiesIn(id: string) {
  return sql`select m.segment_id, m.member_id from segment_members m where m.segment_id = ${id}`
}

/** Like every fact about a person it is kept under the identifier that says most about who they are. */
function peopleIn(id: string) {
  return sql`
    select distinct m.segment_id, s.ref from segment_members m
    join identifiers me on me.id = m.member_id
    cross join lateral (
      select o.id as ref from identifiers o where o.person_id = me.person_id order by ${strongestFirst} limit 1
    ) s
    where m.segment_id = ${id}`
}
