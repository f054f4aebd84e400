import { NumberInput } from '@mantine/core'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftSample } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'
import { useMembers } from './members-context.ts'

/** "who are in a random [10] %", the same people for ever. */
export function SampleRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftSample>) {
  const { who, same } = useMembers()
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problems[row.key]}>
      <span className={classes.word}>
        {row.from === 0 ? `${who} are in a random` : `${who} are, from ${row.from} % on, in a random`}
      </span>
      <NumberInput
        aria-label="Share in percent"
        min={0.01}
        max={100 - row.from}
        decimalScale={2}
        hideControls
        value={row.share ?? ''}
        onChange={(typed) => onChange({ ...row, share: typeof typed === 'number' ? typed : null })}
        autoFocus={isNew}
        w="5rem"
      />
      <span className={classes.word}>%, always the same {same}</span>
    </ConditionRow>
  )
}
