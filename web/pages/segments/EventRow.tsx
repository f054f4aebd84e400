import { Autocomplete, NativeSelect, NumberInput } from '@mantine/core'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import { CountFields } from './CountFields.tsx'
import { verbs, type DraftEvent, type Verb } from './draft-schema.ts'
import { EventName, PropertyRows } from './FilterFields.tsx'
import { useMembers } from './members-context.ts'
import type { Problems } from './read-draft.ts'
import { WindowFields } from './WindowFields.tsx'

/** What every row of the builder needs. */
export type RowProps<Row> = {
  row: Row
  onChange: (row: Row) => void
  onRemove: () => void
  problems: Problems
  /** Takes the focus, because somebody just added it. */
  isNew: boolean
}

const words: Record<Verb, string> = {
  did: 'did',
  not: 'did not do',
  first: 'did for the first time',
  last: 'did for the last time',
  sum: 'whose sum of',
  average: 'whose average of',
  smallest: 'whose smallest',
  largest: 'whose largest',
  distinct: 'whose number of different',
}
const plain: readonly Verb[] = ['did', 'not', 'first', 'last']

/** "[who did] [Order Completed] [at least] [3] times [within the last] [30] [days]", and what must hold for its properties. */
export function EventRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftEvent>) {
  const { who } = useMembers()
  const choices = verbs.map((verb) => ({
    value: verb,
    label: plain.includes(verb) ? `${who} ${words[verb]}` : words[verb],
  }))
  const problem = problems[row.key]
  const set = (change: Partial<DraftEvent>) => onChange({ ...row, ...change })
  return (
    <>
      <ConditionRow what="the condition" onRemove={onRemove} problem={problem}>
        <NativeSelect
          aria-label="Did, did not, or what of it"
          data={choices}
          value={row.verb}
          onChange={({ currentTarget }) => {
            const verb = verbs.find((one) => one === currentTarget.value)
            if (verb) set({ verb })
          }}
        />
        {!plain.includes(row.verb) && <Measured row={row} set={set} invalid={problem !== undefined} />}
        <EventName
          value={row.event}
          onChange={(event) => set({ event })}
          invalid={problem !== undefined && row.event.trim() === ''}
          autoFocus={isNew}
        />
        {(row.verb === 'did' || row.verb === 'not') && (
          <CountFields value={row} onChange={set} words={['time', 'times']} />
        )}
        {!plain.includes(row.verb) && <Compared row={row} set={set} />}
        <WindowFields value={row.window} onChange={(window) => set({ window })} />
      </ConditionRow>
      <PropertyRows event={row.event} value={row} onChange={set} problems={problems} />
    </>
  )
}

type PartProps = { row: DraftEvent; set: (change: Partial<DraftEvent>) => void }

function Measured({ row, set, invalid }: PartProps & { invalid: boolean }) {
  const { properties } = useSuggestions(row.event || undefined)
  return (
    <>
      <Autocomplete
        aria-label="Property"
        placeholder="property"
        data={properties}
        limit={50}
        value={row.field}
        onChange={(field) => set({ field })}
        error={invalid && row.field.trim() === ''}
        className={classes.event}
      />
      <span className={classes.word}>over</span>
    </>
  )
}

const signs = [
  { value: 'at_least', label: 'is at least' },
  { value: 'greater', label: 'is more than' },
  { value: 'at_most', label: 'is at most' },
  { value: 'less', label: 'is less than' },
  { value: 'is', label: 'is' },
] as const

function Compared({ row, set }: PartProps) {
  return (
    <>
      <NativeSelect
        aria-label="Comparison"
        data={signs}
        value={row.operator}
        onChange={({ currentTarget }) => {
          const sign = signs.find(({ value }) => value === currentTarget.value)
          if (sign) set({ operator: sign.value })
        }}
      />
      <NumberInput
        aria-label="Value"
        hideControls
        value={row.value}
        onChange={(value) => typeof value === 'number' && set({ value })}
        w="6rem"
      />
    </>
  )
}
