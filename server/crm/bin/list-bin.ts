import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { BIN_DAYS, type BinEntry } from '../../../model/bin.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listObjects } from '../objects/find-objects.ts'
import { mayWith } from '../objects/record-rights.ts'

const place = z.tuple([z.iso.datetime(), z.uuid()])

type Asked = { limit: number; cursor?: string | undefined }

/** What was deleted in the last 30 days and the caller may put back, the newest first. */
export async function listBin(
  { db, clock }: Platform,
  actor: Actor,
  { limit, cursor }: Asked,
): Promise<Page<BinEntry>> {
  const after = cursor ? decodeCursor(cursor, place) : null
  const since = new Date(clock.now() - BIN_DAYS * 86_400_000)
  const beyond = after ? sql`(r.deleted_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`
  const wanted = sql`r.deleted_at >= ${since} and ${beyond}`
  const end = sql`order by r.deleted_at desc, r.id desc limit ${limit + 1}`
  const objects = await listObjects(db)
  const parts = objects.map(
    ({ key }) => sql`
      (select r.id, ${key}::text as object, r.name, ${tableOf(key).by} as deleted_by, r.deleted_at
       from ${tableOf(key).rows} r where ${wanted} and ${mayWith(actor, key, { action: 'delete', row: sql`r` })} ${end})`,
  )
  const { rows } = await sql<Omit<BinEntry, 'deleted_at'> & { deleted_at: Date }>`
    select * from (${sql.join(parts, sql` union all `)}) r ${end}`.execute(db)
  return pageFrom(
    rows.map((row) => ({ ...row, deleted_at: row.deleted_at.toISOString() })),
    limit,
    ({ deleted_at, id }) => [deleted_at, id],
  )
}

type Table = { rows: RawBuilder<unknown>; by: RawBuilder<unknown> }

/** Where the deleted records of an object lie, and who deleted them, where that is known. */
function tableOf(object: string): Table {
  const nobody = sql`null::text`
  if (object === 'person' || object === 'company')
    return { rows: sql`(select * from bin where object = ${object})`, by: sql`r.deleted_by` }
  if (object === 'deal') return { rows: sql`deals`, by: nobody }
  return { rows: sql`(select * from records where object = ${object})`, by: nobody }
}
