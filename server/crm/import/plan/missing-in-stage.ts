import type { RequirableField } from '../../../../model/deal.ts'
import type { RowProblem } from '../../../../model/import.ts'
import { isEmpty } from '../../../../model/field-value.ts'
import { isRequired, type Stages } from '../../fields/required-fields.ts'
import type { PlanContext } from './context.ts'
import type { DealWrite } from './plan-deals.ts'
import { problem } from './problems.ts'

/** Why something was won or lost is asked of people: files of other programs have reasons of their own, or none. */
type Checked = Exclude<RequirableField, 'close_reason_id'>

const checks: Record<Checked, { label: string; isMissing: (write: DealWrite) => boolean }> = {
  amount: { label: 'Amount', isMissing: ({ amount }) => amount === null },
  expected_close_on: {
    label: 'Expected close',
    isMissing: ({ moves, existing }) => !moves.closeDay && !existing?.expected_close_on,
  },
  person_id: { label: 'Person', isMissing: ({ person, existing }) => !person && !existing?.person_ref },
  company_id: { label: 'Company', isMissing: ({ company, existing }) => !company && !existing?.company_id },
}

/**
 * What a deal lacks of what the stage asks for that the row puts it into, standard and custom fields alike; one that stays
 * where it is lacks nothing, as when it is edited by hand.
 */
export function missingInStage(write: DealWrite, ctx: PlanContext): RowProblem[] {
  const { existing, stage } = write
  if (existing?.stage_id === stage.id) return []
  const own = stage.required_fields.flatMap((field) =>
    field !== 'close_reason_id' && checks[field].isMissing(write) ? [checks[field].label] : [],
  )
  const stages = stagesOf(ctx)
  const custom = ctx.stageFields
    .filter((field) => isRequired(field, stage.id, stages) && isEmpty(existing?.fields[field.key]))
    .map(({ label }) => label)
  const missing = [...own, ...custom]
  if (missing.length === 0) return []
  return [
    problem('missing_in_stage', { value: stage.name, more: `${stage.name} asks for ${missing.join(', ')}.` }),
  ]
}

function stagesOf({ pipelines }: PlanContext): Stages {
  return new Map(
    pipelines.flatMap(({ id: pipeline_id, stages }) =>
      stages.map(({ id, position, kind }) => [id, { id, pipeline_id, position, kind }] as const),
    ),
  )
}
