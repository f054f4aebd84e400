import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Pipeline, pipelineInput } from '../../../../model/deal.ts'
import type { Field } from '../../../../model/field.ts'
import type { z } from 'zod'
import type { ImportFile } from '../../../../model/import.ts'
import { identifierIds, loadRules } from '../../../people/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { listFields } from '../../fields/find-fields.ts'
import { listPipelines } from '../../pipelines/find-pipelines.ts'
import type { PlanContext, StageMove } from '../plan/context.ts'
import { readRow } from '../plan/read-row.ts'
import { stageKind } from '../plan/stage-words.ts'
import type { ImportRecord } from './import-row.ts'
import { loadRows } from './load-rows.ts'

const MAX_STAGES = 30
const ROWS_PER_READ = 5_000

/** Gathers what planning needs, before any row is looked at. */
export async function prepareContext(platform: Platform, record: ImportRecord): Promise<PlanContext> {
  const { db, secrets, clock } = platform
  const pipelines = await listPipelines(db)
  const missing = await missingPipelines(db, record, pipelines)
  return {
    importId: record.id,
    files: record.files,
    ids: identifierIds(secrets.derive('identifiers')),
    rules: await loadRules(db),
    pipelines: [...pipelines, ...missing.map(virtualPipeline)],
    stageFields: await stageFields(db),
    users: await usersByName(db),
    history: await stageHistory(db, record),
    now: record.phase_started_at?.getTime() ?? clock.now(),
    planned: null,
  }
}

async function stageFields(db: Queryable): Promise<Field[]> {
  const fields = await listFields(db, 'deal')
  return fields.filter((field) => field.required_from_stage !== null && !field.required)
}

type NewPipeline = z.output<typeof pipelineInput>

/** The pipelines that the files ask for and that are not there, with the stages that the rows name. */
export async function missingPipelines(
  db: Queryable,
  { id, files }: Pick<ImportRecord, 'id' | 'files'>,
  present: Pipeline[],
): Promise<NewPipeline[]> {
  const known = new Set(present.map(({ name }) => name.toLowerCase()))
  const found: NewPipeline[] = []
  for (const [place, file] of files.entries()) {
    const { pipeline, object } = file.mapping
    if (object !== 'deals' || !pipeline || !('create' in pipeline)) continue
    for (const [name, stages] of await stagesByPipeline(db, { id, place, file, name: pipeline.create })) {
      if (known.has(name.toLowerCase())) continue
      known.add(name.toLowerCase())
      found.push({ name, currency: file.mapping.currency ?? 'EUR', stages: describeStages(stages) })
    }
  }
  return found
}

type Asked = { id: string; place: number; file: ImportFile; name: string }

async function stagesByPipeline(
  db: Queryable,
  { id, place, file, name }: Asked,
): Promise<Map<string, string[]>> {
  const column = (field: string) =>
    file.mapping.columns.findIndex((target) => target && 'field' in target && target.field === field)
  // A place of -1 would mean the last cell.
  const cellOf = (field: string) =>
    column(field) < 0 ? sql`null::text` : sql`cells ->> ${column(field)}::int`
  const { rows } = await sql<{ pipeline: string | null; stage: string | null }>`
    select nullif(${cellOf('pipeline')}, '') as pipeline, ${cellOf('stage')} as stage
    from import_rows where import_id = ${id} and file = ${place}
    group by 1, 2 order by min(row) limit 1000`.execute(db)
  const pipelines = new Map<string, string[]>()
  for (const row of rows) {
    const of = row.pipeline ?? name
    pipelines.set(of, [...(pipelines.get(of) ?? []), row.stage?.replace(/\s*\([^()]*\)$/, '') ?? ''])
  }
  return pipelines
}

const noDemands = { rotting_days: null, required_fields: [] }

/** Open stages first, in the order of the file; there is always one that is won and one that is lost. */
function describeStages(names: string[]): NewPipeline['stages'] {
  const unique = [
    ...new Map(names.filter(Boolean).map((name) => [name.toLowerCase(), name.slice(0, 100)])).values(),
  ]
  const ofKind = (kind: string) => unique.filter((name) => stageKind(name) === kind)
  const open = ofKind('open').slice(0, MAX_STAGES - 2)
  const shown = open.length > 0 ? open : ['Open']
  const won = ofKind('won')[0] ?? 'Won'
  const lost = ofKind('lost')[0] ?? 'Lost'
  return [
    ...shown.map((name, place) => ({
      name,
      kind: 'open' as const,
      probability: Math.round(((place + 1) / (shown.length + 1)) * 100),
      ...noDemands,
    })),
    { name: won, kind: 'won' as const, probability: 100, ...noDemands },
    { name: lost, kind: 'lost' as const, probability: 0, ...noDemands },
  ]
}

/** As it will be, for planning before it is made. */
function virtualPipeline({ name, currency, stages }: NewPipeline): Pipeline {
  return {
    id: randomUUID(),
    name,
    currency,
    stages: stages.map((stage, position) => ({
      ...stage,
      forecast_category: stage.forecast_category ?? 'pipeline',
      id: randomUUID(),
      position,
    })),
  }
}

async function usersByName(db: Queryable): Promise<PlanContext['users']> {
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    select id, name, email from users order by created_at desc`.execute(db)
  return new Map(
    rows.flatMap(({ id, name, email }) => [
      [name.toLowerCase(), { id, name }],
      [email.toLowerCase(), { id, name }],
    ]),
  )
}

async function stageHistory(db: Queryable, { id, files }: ImportRecord): Promise<Map<string, StageMove[]>> {
  const history = new Map<string, StageMove[]>()
  for (const [place, { mapping }] of files.entries()) {
    if (mapping.object !== 'stage_history') continue
    for (let after = -1; ;) {
      const rows = await loadRows(db, id, { file: place, after, limit: ROWS_PER_READ })
      for (const { cells, decision } of rows) {
        const { texts, dates } = readRow(cells, mapping)
        const [deal, stage, at] = [texts['deal_id'], texts['stage'], dates['at']]
        if (!deal || !stage || !at || decision === 'skip') continue
        history.set(deal, [...(history.get(deal) ?? []), { stage, at }])
      }
      const last = rows.at(-1)
      if (!last) break
      after = last.row
    }
  }
  return history
}
