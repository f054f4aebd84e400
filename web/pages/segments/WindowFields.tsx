import { NativeSelect, TextInput } from '@mantine/core'
import classes from './builder.module.css'
import { windowKinds, type DraftWindow } from './draft-schema.ts'
import { AmountField, UnitField } from './DurationFields.tsx'

const words: Record<DraftWindow['kind'], string> = {
  ever: 'at any time',
  last: 'within the last',
  before_last: 'longer ago than',
  ago: 'ago, between',
  between: 'between the dates',
}

/** "[within the last] [30] [days]" */
export function WindowFields({
  value,
  onChange,
  kinds = windowKinds,
}: {
  value: DraftWindow
  onChange: (value: DraftWindow) => void
  /** Those to choose from. */
  kinds?: readonly DraftWindow['kind'][]
}) {
  const set = (change: Partial<DraftWindow>) => onChange({ ...value, ...change })
  const kind = value.kind
  return (
    <>
      <NativeSelect
        aria-label="When"
        data={kinds.map((one) => ({ value: one, label: words[one] }))}
        value={kind}
        onChange={({ currentTarget }) => {
          const chosen = windowKinds.find((one) => one === currentTarget.value)
          if (chosen) set({ kind: chosen })
        }}
      />
      {(kind === 'last' || kind === 'before_last' || kind === 'ago') && (
        <AmountField label="How long" value={value.amount} onChange={(amount) => set({ amount })} />
      )}
      {kind === 'ago' && (
        <>
          <span className={classes.word}>and</span>
          <AmountField label="And how long" value={value.until} onChange={(until) => set({ until })} />
        </>
      )}
      {kind !== 'ever' && kind !== 'between' && (
        <UnitField value={value.unit} onChange={(unit) => set({ unit })} />
      )}
      {kind === 'between' && (
        <>
          <DateField label="From" value={value.fromDate} onChange={(fromDate) => set({ fromDate })} />
          <span className={classes.word}>and</span>
          <DateField label="Before" value={value.toDate} onChange={(toDate) => set({ toDate })} />
        </>
      )}
    </>
  )
}

function DateField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (date: string) => void
}) {
  return (
    <TextInput
      aria-label={label}
      type="date"
      value={value.slice(0, 10)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
