import { NativeSelect, NumberInput } from '@mantine/core'
import { units, type Unit } from '../../../model/segment-comparison.ts'
import type { DraftDuration } from './draft-schema.ts'

const MOST = 100_000
const unitChoices = Object.keys(units).map((unit) => ({ value: unit, label: `${unit}s` }))

export type AmountFieldProps = {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
}

/** A whole number; what is typed on the way to one changes nothing. */
export function AmountField({ label, value, onChange, min = 1, max = MOST }: AmountFieldProps) {
  return (
    <NumberInput
      aria-label={label}
      min={min}
      max={max}
      allowDecimal={false}
      clampBehavior="strict"
      hideControls
      value={value}
      onChange={(typed) => typeof typed === 'number' && typed >= min && onChange(typed)}
      w="4rem"
    />
  )
}

/** Minutes, hours, days or weeks. */
export function UnitField({ value, onChange }: { value: Unit; onChange: (unit: Unit) => void }) {
  return (
    <NativeSelect
      aria-label="Unit of time"
      data={unitChoices}
      value={value}
      onChange={({ currentTarget }) => isUnit(currentTarget.value) && onChange(currentTarget.value)}
    />
  )
}

/** "[3] [days]" */
export function DurationFields({
  label,
  value,
  onChange,
}: {
  label: string
  value: DraftDuration
  onChange: (value: DraftDuration) => void
}) {
  return (
    <>
      <AmountField label={label} value={value.amount} onChange={(amount) => onChange({ ...value, amount })} />
      <UnitField value={value.unit} onChange={(unit) => onChange({ ...value, unit })} />
    </>
  )
}

function isUnit(text: string): text is Unit {
  return text in units
}
