import { ComparisonFields } from '../../components/ComparisonFields.tsx'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftComparison } from './draft.ts'

export type PropertyRowProps = {
  /** The event whose properties are suggested. */
  event: string
  word: 'where' | 'and'
  comparison: DraftComparison
  onChange: (comparison: DraftComparison) => void
  onRemove: () => void
  problem: string | undefined
}

/** "where [value] [is more than] [100]" */
export function PropertyRow({ event, word, comparison, onChange, onRemove, problem }: PropertyRowProps) {
  const { properties } = useSuggestions(event || undefined)
  return (
    <ConditionRow nested what="the property" onRemove={onRemove} problem={problem}>
      <span className={classes.word}>{word}</span>
      <ComparisonFields
        what="property"
        value={comparison}
        onChange={(typed) => onChange({ ...comparison, ...typed })}
        fields={properties}
        invalid={problem !== undefined}
      />
    </ConditionRow>
  )
}
