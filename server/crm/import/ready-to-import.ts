import { sql } from 'kysely'
import type { Pipeline, Stage } from '../../../model/deal.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { strongestFirst } from '../../people/index.ts'
import { invalidField } from '../invalid-field.ts'
import { listPipelines } from '../pipelines/find-pipelines.ts'
import type { ImportedDeal } from './import-deals.ts'

/** An imported deal whose references have been found. */
export type ReadyDeal = Omit<ImportedDeal, 'pipeline' | 'stages'> & {
  pipeline: Pipeline
  personRef: string | null
  stages: { stage: Stage; at: Date }[]
}

/** Finds the person, company, pipeline and stages of each deal. Throws `validation_failed` for what does not exist. */
export async function readyToImport(trx: Trx, deals: ImportedDeal[]): Promise<ReadyDeal[]> {
  const pipelines = await listPipelines(trx)
  const personRefs = await findPersonRefs(trx, idsOf(deals, 'personId'))
  const companies = await findCompanies(trx, idsOf(deals, 'companyId'))
  return deals.map((deal) => {
    if (!deal.personId && !deal.companyId)
      throw invalid(deal, 'personId', 'belongs to no person and no company')
    if (deal.companyId && !companies.has(deal.companyId))
      throw invalid(deal, 'companyId', 'names an unknown company')
    const personRef = deal.personId && personRefs.get(deal.personId)
    if (personRef === undefined) throw invalid(deal, 'personId', 'names an unknown person')
    const pipeline = deal.pipeline ? pipelines.find(({ name }) => name === deal.pipeline) : pipelines[0]
    if (!pipeline) throw invalid(deal, 'pipeline', 'names an unknown pipeline')
    return { ...deal, personRef, pipeline, stages: findStages(deal, pipeline) }
  })
}

function idsOf(deals: ImportedDeal[], key: 'personId' | 'companyId'): string[] {
  return [...new Set(deals.flatMap((deal) => deal[key] ?? []))]
}

async function findPersonRefs(trx: Trx, personIds: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ person: string; ref: string }>`
    select i.id as person, r.id as ref
    from identifiers i
    cross join lateral (select o.id from identifiers o where o.person_id = i.person_id order by ${strongestFirst} limit 1) r
    where i.id = any(${personIds}::uuid[])`.execute(trx)
  return new Map(rows.map(({ person, ref }) => [person, ref]))
}

async function findCompanies(trx: Trx, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from companies where id = any(${ids}::uuid[])`.execute(
    trx,
  )
  return new Set(rows.map(({ id }) => id))
}

function findStages(deal: ImportedDeal, pipeline: Pipeline): ReadyDeal['stages'] {
  if (deal.stages.length === 0) throw invalid(deal, 'stages', 'is in no stage')
  return deal.stages.map(({ name, at }) => {
    const stage = pipeline.stages.find((one) => one.name === name)
    if (!stage) throw invalid(deal, 'stages', `names the unknown stage "${name}"`)
    return { stage, at }
  })
}

function invalid(deal: ImportedDeal, field: keyof ImportedDeal, problem: string) {
  return invalidField(field, `The deal "${deal.name}" ${problem}.`)
}
