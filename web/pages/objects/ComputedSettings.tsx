import type { Field } from '../../../model/field.ts'
import type { FieldDraft } from './field-draft.ts'
import { FormulaEditor } from './FormulaEditor.tsx'
import { RollupEditor } from './RollupEditor.tsx'

export type ComputedSettingsProps = {
  object: string
  field: Field | 'new'
  draft: FieldDraft
  all: Field[]
  set: (change: Partial<FieldDraft>) => void
  problems: Record<string, string>
}

/** How a field is worked out. */
export function ComputedSettings(props: ComputedSettingsProps) {
  const { computed } = props.draft
  if (!computed) return null
  return computed.kind === 'formula' ? (
    <FormulaEditor {...props} expression={computed.expression} />
  ) : (
    <RollupEditor {...props} rollup={computed} />
  )
}
