import { NativeSelect } from '@mantine/core'
import type { Match } from '../../../model/segment-condition.ts'

const matches: { value: Match; label: string }[] = [
  { value: 'all', label: 'all of these conditions' },
  { value: 'any', label: 'any of these conditions' },
  { value: 'none', label: 'none of these conditions' },
]

/** "[all of these conditions]" */
export function MatchField({ value, onChange }: { value: Match; onChange: (match: Match) => void }) {
  return (
    <NativeSelect
      aria-label="How many of the conditions must hold"
      data={matches}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = matches.find((one) => one.value === currentTarget.value)
        if (chosen) onChange(chosen.value)
      }}
    />
  )
}
