import { sql } from 'kysely'
import type { LinkageSettings } from '../../../../model/linkage.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { Parameters } from '../engine/parameters.ts'
import type { Learned } from '../link-records.ts'

type Stored = Omit<Parameters, 'dependence'> & {
  dependence: ({ parent: number; corrections: number[][] } | null)[]
}
type Row = { id: string; settings: LinkageSettings; scoring: Stored | null }

/** What the latest run over everybody learned, to weigh further pairs by; null when there is none or it was not kept. */
export async function findLearned(db: Queryable): Promise<(Learned & { modelId: string }) | null> {
  const { rows } = await sql<Row>`
    select id, settings, scoring from linkage_models order by created_at desc, id desc limit 1`.execute(db)
  const [model] = rows
  if (!model?.scoring) return null
  const dependence = model.scoring.dependence.map(
    (found) => found && { ...found, corrections: found.corrections.map((bits) => Float64Array.from(bits)) },
  )
  return { modelId: model.id, settings: model.settings, parameters: { ...model.scoring, dependence } }
}
