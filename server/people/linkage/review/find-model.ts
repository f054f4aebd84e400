import { sql } from 'kysely'
import type { LinkageAccuracy, LinkageModel } from '../../../../model/linkage.ts'
import { fail } from '../../../platform/errors.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { probabilityOf } from '../engine/parameters.ts'
import { MATCHING } from './decide-pair.ts'

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

/**
 * Precision and recall by threshold, measured against what reviewers decided, by the weight that the pair had then. Pairs
 * below the asking threshold are never decided, so recall is that among the pairs that were asked about.
 */
export async function measureAccuracy(db: Queryable): Promise<LinkageAccuracy> {
  const { rows } = await sql<{ weight: number; same: number; different: number }>`
    select floor(weight)::float8 as weight, count(*) filter (where decision = 'same')::int as same,
      count(*) filter (where decision = 'different')::int as different
    from linkage_labels where decision <> 'unsure' and actor_id is distinct from ${MATCHING} group by 1 order by 1 desc`.execute(
    db,
  )
  const same = rows.reduce((sum, row) => sum + row.same, 0)
  let [right, found] = [0, 0]
  const data = rows.map((row) => {
    right += row.same
    found += row.same + row.different
    return {
      threshold: probabilityOf(row.weight),
      precision: found === 0 ? 1 : right / found,
      recall: same === 0 ? 0 : right / same,
    }
  })
  return { same, different: found - right, data }
}
