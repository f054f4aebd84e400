import { sql } from 'kysely'
import type { Pipeline, Stage } from '../../../../model/deal.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { FileMapping } from '../../../../model/import.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { PlanContext } from './context.ts'
import { stageKind } from './stage-words.ts'

/** The pipeline that a row names, else the one of its file, else the first; null when it names one that is not there. */
export function pipelineOf(
  name: string | undefined,
  mapping: FileMapping,
  ctx: PlanContext,
): Pipeline | null {
  const byName = (wanted: string) =>
    ctx.pipelines.find((one) => one.name.toLowerCase() === wanted.toLowerCase())
  if (name) return byName(name) ?? null
  const chosen = mapping.pipeline
  if (!chosen) return ctx.pipelines[0] ?? null
  if ('id' in chosen) return ctx.pipelines.find(({ id }) => id === chosen.id) ?? null
  return byName(chosen.create) ?? null
}

/**
 * The stage that a name means in a pipeline: the one of this name, also as "Stage (Pipeline)", else one of the same kind when the
 * name says won or lost. Without a name the first. Null when there is none such.
 */
export function stageOf({ stages }: Pipeline, name: string | undefined): Stage | null {
  if (!name) return stages[0] ?? null
  const bare = name.replace(/\s*\([^()]*\)$/, '')
  const exact = stages.find((stage) =>
    [name, bare].some((one) => one.toLowerCase() === stage.name.toLowerCase()),
  )
  if (exact) return exact
  const kind = stageKind(name)
  return kind === 'open' ? null : (stages.find((stage) => stage.kind === kind) ?? null)
}

/** A deal as it is, for comparing. */
export type ExistingDeal = {
  id: string
  name: string
  pipeline_id: string
  stage_id: string
  amount: number | null
  currency: string
  person_ref: string | null
  person_id: string | null
  company_id: string | null
  owner_id: string | null
  owner_name: string | null
  expected_close_on: string | null
  fields: JsonObject
}

/** The deals that bear these ids in another system, by that id. */
export async function dealsByExternal(
  db: Queryable,
  system: string,
  ids: string[],
): Promise<Map<string, ExistingDeal>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<ExistingDeal & { external_id: string }>`
    select x.external_id, ${dealColumns} from external_ids x join deals d on d.id = x.record_id
    left join identifiers i on i.id = d.person_ref
    where x.object = 'deals' and x.system = ${system} and x.external_id = any(${ids}::text[])
      and d.deleted_at is null`.execute(db)
  return new Map(rows.map(({ external_id, ...deal }) => [external_id, deal]))
}

/** Deals of these names (in lower case, the first 80 characters). */
export async function dealsByName(db: Queryable, names: string[]): Promise<Map<string, ExistingDeal[]>> {
  const found = new Map<string, ExistingDeal[]>()
  if (names.length === 0) return found
  const { rows } = await sql<ExistingDeal & { key: string }>`
    select lower(left(d.name, 80)) as key, ${dealColumns} from deals d
    left join identifiers i on i.id = d.person_ref
    where lower(left(d.name, 80)) = any(${names}::text[]) and d.deleted_at is null
    order by d.id limit 20000`.execute(db)
  for (const { key, ...deal } of rows) found.set(key, [...(found.get(key) ?? []), deal])
  return found
}

const dealColumns = sql`
  d.id, d.name, d.pipeline_id, d.stage_id, d.amount::float8 as amount, d.currency, d.person_ref,
  i.person_id, d.company_id, d.owner_id, d.owner_name, to_char(d.expected_close_on, 'YYYY-MM-DD') as expected_close_on, d.fields`
