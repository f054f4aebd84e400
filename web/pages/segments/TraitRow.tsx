import { ComparisonFields } from '../../components/ComparisonFields.tsx'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import type { DraftTrait } from './draft.ts'
import type { Problems } from './read-draft.ts'
import { RemoveButton } from './RemoveButton.tsx'

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
    <>
      <div className={classes.row}>
        <span className={classes.word}>whose</span>
        <ComparisonFields
          what="trait"
          value={row.comparison}
          onChange={(typed) => onChange({ ...row, comparison: { ...row.comparison, ...typed } })}
          fields={traits}
          invalid={problem !== undefined}
          autoFocus={isNew}
        />
        <RemoveButton what="the condition" onClick={onRemove} />
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
    </>
  )
}
