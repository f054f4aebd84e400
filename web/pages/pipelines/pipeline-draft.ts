import type { ForecastCategory, Pipeline, RequirableField, Stage } from '../../../model/deal.ts'

/** A stage as it is being edited; one without an id is new. */
export type StageDraft = Pick<
  Stage,
  'name' | 'kind' | 'probability' | 'forecast_category' | 'rotting_days' | 'required_fields'
> & {
  /** Tells drafts apart while they are edited. */
  key: string
  id?: string
}

export type PipelineDraft = { name: string; currency: string; stages: StageDraft[] }

export const forecastNames: Record<ForecastCategory, string> = {
  pipeline: 'Pipeline',
  best_case: 'Best case',
  commit: 'Commit',
  closed: 'Closed',
  omitted: 'Left out',
}

export const fieldNames: Record<RequirableField, string> = {
  amount: 'Amount',
  expected_close_on: 'Expected close',
  person_id: 'Person',
  company_id: 'Company',
  close_reason_id: 'Reason',
}

const categoryOf: Record<Stage['kind'], ForecastCategory> = {
  open: 'pipeline',
  won: 'closed',
  lost: 'omitted',
}

/** A pipeline as it is, or a new one with the stages that most have. */
export function draftOf(pipeline: Pipeline | null): PipelineDraft {
  if (pipeline) {
    const { name, currency, stages } = pipeline
    return {
      name,
      currency,
      stages: stages.map(({ position: _, ...stage }) => ({ ...stage, key: stage.id })),
    }
  }
  return {
    name: '',
    currency: 'EUR',
    stages: [
      newStage('New', 'open', 20),
      newStage('Offer', 'open', 50),
      newStage('Won', 'won', 100),
      newStage('Lost', 'lost', 0),
    ],
  }
}

export function newStage(name = '', kind: Stage['kind'] = 'open', probability = 50): StageDraft {
  return {
    key: crypto.randomUUID(),
    name,
    kind,
    probability,
    forecast_category: categoryOf[kind],
    rotting_days: null,
    required_fields: [],
  }
}

/** A stage of another kind also counts otherwise in the forecast, and has the probability that goes with it. */
export function withKind(stage: StageDraft, kind: Stage['kind']): StageDraft {
  const probability = kind === 'won' ? 100 : kind === 'lost' ? 0 : stage.probability
  return { ...stage, kind, probability, forecast_category: categoryOf[kind] }
}

/** The stages with the one of this key a place further up or down. */
export function moved(stages: StageDraft[], key: string, by: 1 | -1): StageDraft[] {
  const at = stages.findIndex((stage) => stage.key === key)
  const stage = stages[at]
  if (!stage || at + by < 0 || at + by >= stages.length) return stages
  return stages.toSpliced(at, 1).toSpliced(at + by, 0, stage)
}

/** The stages that the pipeline has and the draft no longer. */
export function removedStages(pipeline: Pipeline, draft: PipelineDraft): Stage[] {
  return pipeline.stages.filter(({ id }) => !draft.stages.some((stage) => stage.id === id))
}

/** The draft as the API takes it. */
export function stagesToSend({ stages }: PipelineDraft) {
  return stages.map(({ key: _, ...stage }) => ({ ...stage, name: stage.name.trim() }))
}
