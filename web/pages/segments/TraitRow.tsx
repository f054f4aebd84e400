import { ComparisonFields } from '../../components/ComparisonFields.tsx'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftTrait } from './draft.ts'
import type { Problems } from './read-draft.ts'

export type TraitRowProps = {
  row: DraftTrait
  onChange: (row: DraftTrait) => void
  onRemove: () => void
  problems: Problems
  /** Takes the focus, because somebody just added it. */
  isNew: boolean
}

/** "whose [country] [is] [DE]" */
export function TraitRow({ row, onChange, onRemove, problems, isNew }: TraitRowProps) {
  const { traits } = useSuggestions()
  const problem = problems[row.comparison.key]
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problem}>
      <span className={classes.word}>whose</span>
      <ComparisonFields
        what="trait"
        value={row.comparison}
        onChange={(typed) => onChange({ ...row, comparison: { ...row.comparison, ...typed } })}
        fields={traits}
        invalid={problem !== undefined}
        autoFocus={isNew}
      />
    </ConditionRow>
  )
}
