import { sql } from 'kysely'
import type { LinkageModel } from '../../../../model/linkage.ts'
import { fail } from '../../../platform/errors.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

type Row = {
  id: string
  people: number
  created_at: Date
  parameters: Pick<LinkageModel, 'prior' | 'comparisons'>
}

/** What the latest run learned; throws `not_found` before the first. */
export async function findModel(db: Queryable): Promise<LinkageModel> {
  const { rows } = await sql<Row>`
    select id, people, created_at, parameters from linkage_models order by created_at desc, id desc limit 1`.execute(
    db,
  )
  const model = rows[0]
  if (!model) throw fail('not_found', 'Nothing has been learned yet. Look for duplicates first.')
  const { parameters, created_at, ...rest } = model
  return { ...rest, ...parameters, created_at: created_at.toISOString() }
}
