import { ComparisonFields } from '../../components/ComparisonFields.tsx'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import type { DraftComparison } from './draft.ts'
import { RemoveButton } from './RemoveButton.tsx'

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
    <>
      <div className={classes.row} data-nested>
        <span className={classes.word}>{word}</span>
        <ComparisonFields
          what="property"
          value={comparison}
          onChange={(typed) => onChange({ ...comparison, ...typed })}
          fields={properties}
          invalid={problem !== undefined}
        />
        <RemoveButton what="the property" onClick={onRemove} />
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
    </>
  )
}
