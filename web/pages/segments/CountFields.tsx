import { NativeSelect } from '@mantine/core'
import classes from './builder.module.css'
import type { DraftCount } from './draft-schema.ts'
import { AmountField } from './DurationFields.tsx'

const hows = [
  { value: 'at_least', label: 'at least' },
  { value: 'at_most', label: 'at most' },
  { value: 'exactly', label: 'exactly' },
  { value: 'between', label: 'between' },
] as const

export type CountFieldsProps = {
  value: DraftCount
  onChange: (change: DraftCount) => void
  /** "time" and "times", or what else is counted. */
  words: [one: string, many: string]
}

/** "[at least] [3] times" */
export function CountFields({ value, onChange, words }: CountFieldsProps) {
  const { how, times, timesTo } = value
  const set = (change: Partial<DraftCount>) => onChange({ how, times, timesTo, ...change })
  const least = how === 'at_least' ? 1 : 0
  return (
    <>
      <NativeSelect
        aria-label="At least, at most or exactly"
        data={hows}
        value={how}
        onChange={({ currentTarget }) => {
          const chosen = hows.find((one) => one.value === currentTarget.value)
          if (chosen) set({ how: chosen.value, times: Math.max(times, chosen.value === 'at_least' ? 1 : 0) })
        }}
      />
      <AmountField
        label="How many times"
        min={least}
        value={times}
        onChange={(typed) => set({ times: typed })}
      />
      {how === 'between' && (
        <>
          <span className={classes.word}>and</span>
          <AmountField
            label="To how many"
            min={0}
            value={timesTo}
            onChange={(typed) => set({ timesTo: typed })}
          />
        </>
      )}
      <span className={classes.word}>{times === 1 && how !== 'between' ? words[0] : words[1]}</span>
    </>
  )
}
