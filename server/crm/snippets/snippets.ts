import { sql } from 'kysely'
import { z } from 'zod'
import type { Snippet } from '../../../model/activity.ts'
import type { Page } from '../../../model/page.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

const position = z.tuple([z.string(), z.uuid()])

/** The snippets by name. */
export async function listSnippets(
  db: Queryable,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Snippet>> {
  const [name, id] = cursor ? decodeCursor(cursor, position) : []
  const after = id === undefined ? sql`true` : sql`(lower(name), id) > (${name}, ${id}::uuid)`
  const { rows } = await sql<Snippet & { sort_key: string }>`
    select id, name, text, lower(name) as sort_key from snippets where ${after}
    order by lower(name), id limit ${limit + 1}`.execute(db)
  const { data, next } = pageFrom(rows, limit, (row) => [row.sort_key, row.id])
  return { data: data.map(({ sort_key: _, ...snippet }) => snippet), next }
}

/** Keeps a text under a name. Throws `validation_failed` when there is one of this name. */
export async function createSnippet(trx: Trx, actor: Actor, input: Omit<Snippet, 'id'>): Promise<Snippet> {
  const { rows } = await sql<Snippet>`
    insert into snippets (name, text) values (${input.name}, ${input.text})
    on conflict do nothing returning id, name, text`.execute(trx)
  if (!rows[0]) throw invalidField('name', 'There is a snippet of this name already.')
  const subject = { type: 'snippet', id: rows[0].id, name: input.name }
  await audit(trx, actor, { action: 'snippet.created', subject })
  return rows[0]
}

/** Throws `not_found`. */
export async function deleteSnippet(trx: Trx, actor: Actor, id: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    delete from snippets where id = ${id}::uuid returning name`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no snippet with this id.')
  await audit(trx, actor, {
    action: 'snippet.deleted',
    subject: { type: 'snippet', id, name: rows[0].name },
  })
}
