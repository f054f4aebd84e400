import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../../model/page.ts'
import { decodeCursor, pageFrom } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { ImportRecord } from './import-row.ts'

const position = z.tuple([z.string(), z.uuid()])

/** Imports, newest first. */
export async function listImports(
  db: Queryable,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<ImportRecord>> {
  const [at, id] = cursor ? decodeCursor(cursor, position) : [null, null]
  const beyond = cursor ? sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`
  const { rows } = await sql<ImportRecord & { sort_key: string }>`
    select *, created_at::text as sort_key from imports where ${beyond}
    order by created_at desc, id desc limit ${limit + 1}`.execute(db)
  return pageFrom(rows, limit, (row) => [row.sort_key, row.id])
}
