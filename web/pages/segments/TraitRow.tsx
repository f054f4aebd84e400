import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ComparisonEditor } from './ComparisonEditor.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftTrait } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'
import { useMembers } from './members-context.ts'

/** "whose [country] [is] [DE]", of a person or a company. */
export function TraitRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftTrait>) {
  const { members } = useMembers()
  const of = members === 'people' ? 'person' : 'company'
  const { traits, company_traits } = useSuggestions()
  const problem = problems[row.comparison.key]
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problem}>
      <span className={classes.word}>whose</span>
      <ComparisonEditor
        what="trait"
        value={row.comparison}
        onChange={(comparison) => onChange({ ...row, comparison })}
        fields={of === 'person' ? traits : company_traits}
        valuesOf={{ of }}
        invalid={problem !== undefined}
        autoFocus={isNew}
      />
    </ConditionRow>
  )
}
