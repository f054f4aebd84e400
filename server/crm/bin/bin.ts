import { sql } from 'kysely'
import { BIN_DAYS } from '../../../model/bin.ts'
import { requireRecord, visibleTo } from '../../access/index.ts'
import { companyKind, personKind, type CompanyContent, type PersonContent } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { endDeleted } from './end-deleted.ts'

const PEOPLE_AT_ONCE = 2_000
const EMPTY_EVERY_MS = 60 * 60_000

type Deleted = {
  id: string
  object: 'person' | 'company'
  name: string
  owner_id: string | null
  content: PersonContent | CompanyContent
  at: Date
}

/** Keeps what was deleted. Who was deleted before and came back takes the place of what they were then. */
export async function throwAway(
  trx: Trx,
  actor: Actor,
  { id, object, name, owner_id, content, at }: Deleted,
): Promise<void> {
  await sql`
    insert into bin as b (id, object, name, owner_id, content, deleted_by, deleted_at)
    values (${id}, ${object}, ${name}, ${owner_id}, ${JSON.stringify(content)}::jsonb, ${actor.name}, ${at})
    on conflict (id) do update set
      name = excluded.name, owner_id = excluded.owner_id, content = excluded.content, deleted_by = excluded.deleted_by,
      deleted_at = excluded.deleted_at`.execute(trx)
}

const kinds = { person: personKind, company: companyKind }

/**
 * Takes something out of the bin again; null when it is there already. Throws `not_found`, and `forbidden` for what the caller
 * may not delete.
 */
export async function takeFromBin<Content>(
  trx: Trx,
  actor: Actor,
  { object, id }: { object: 'person' | 'company'; id: string },
): Promise<{ name: string; content: Content } | null> {
  const { rows } = await sql<{ name: string; content: Content }>`
    delete from bin b where id = ${id}::uuid and object = ${object}
      and ${visibleTo(actor, kinds[object].object, 'delete', sql`b`)}
    returning name, content`.execute(trx)
  if (rows[0]) return rows[0]
  const kind = kinds[object]
  await requireRecord(trx, actor, {
    object: kind.object,
    action: 'delete',
    from: kind.from(id),
    what: kind.one,
  })
  return null
}

/** Lets the pipeline tell of people whose company is another now, so many at a time. */
export async function tellOfProfiles(
  trx: Trx,
  { people, company }: { people: string[]; company: string },
): Promise<void> {
  for (let at = 0; at === 0 || at < people.length; at += PEOPLE_AT_ONCE)
    await recordProfiles(trx, {
      people: people.slice(at, at + PEOPLE_AT_ONCE),
      moved: [],
      companies: [company],
    })
}

/** Ends what has been in the bin for 30 days, once an hour. */
export function startEmptyingBin(platform: Platform): { stop(): void } {
  const run = () =>
    emptyBin(platform).catch((error: unknown) =>
      platform.logger.warn({ err: error }, 'The bin could not be emptied'),
    )
  const timer = setInterval(() => void run(), EMPTY_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Deletes for good what was deleted more than 30 days ago. Gives how many records that were. */
export async function emptyBin({ db, clock }: Platform): Promise<number> {
  const until = new Date(clock.now() - BIN_DAYS * 86_400_000)
  const { rows } = await sql<{ count: number }>`
    with gone as (delete from bin where deleted_at < ${until} returning object, content),
    named as (
      select (identifier ->> 'id')::uuid as id
      from gone cross join lateral jsonb_array_elements(content -> 'identifiers') identifier where object = 'person'
    ),
    -- What somebody wrote in a form is not kept longer than what is known of them.
    forgotten as (delete from form_submissions where person_ref in (select id from named))
    select count(*) from gone`.execute(db)
  return (rows[0]?.count ?? 0) + (await endDeleted(db, until))
}
