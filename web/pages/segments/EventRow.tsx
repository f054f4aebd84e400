import { Autocomplete, Button, NativeSelect, NumberInput, Text } from '@mantine/core'
import { IconFilterPlus } from '@tabler/icons-react'
import { number } from '../../lib/format.ts'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import { blank, type DraftEvent } from './draft.ts'
import { PropertyRow } from './PropertyRow.tsx'
import type { Problems } from './read-draft.ts'

const MOST_PROPERTIES = 10
const USUAL_DAYS = 30

export type EventRowProps = {
  row: DraftEvent
  onChange: (row: DraftEvent) => void
  onRemove: () => void
  problems: Problems
  /** Takes the focus, because somebody just added it. */
  isNew: boolean
}

/** "who [did] [Order Completed] at least [3] times [within the last] [30] days", and what must hold for its properties. */
export function EventRow({ row, onChange, onRemove, problems, isNew }: EventRowProps) {
  const problem = problems[row.key]
  const setWhere = (where: DraftEvent['where']) => onChange({ ...row, where })
  return (
    <>
      <ConditionRow what="the condition" onRemove={onRemove} problem={problem}>
        <span className={classes.word}>who</span>
        <NativeSelect
          aria-label="Did or did not"
          data={deeds}
          value={row.did ? 'did' : 'not'}
          onChange={(event) => onChange({ ...row, did: event.currentTarget.value === 'did' })}
        />
        <EventName row={row} onChange={onChange} invalid={problem !== undefined} isNew={isNew} />
        <Frequency row={row} onChange={onChange} />
      </ConditionRow>
      {row.where.map((comparison, place) => (
        <PropertyRow
          key={comparison.key}
          event={row.event}
          word={place === 0 ? 'where' : 'and'}
          comparison={comparison}
          onChange={(changed) => setWhere(row.where.with(place, changed))}
          onRemove={() => setWhere(row.where.toSpliced(place, 1))}
          problem={problems[comparison.key]}
        />
      ))}
      {row.where.length < MOST_PROPERTIES && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.narrow}
          leftSection={<IconFilterPlus size={14} aria-hidden />}
          onClick={() => setWhere([...row.where, blank.comparison()])}
        >
          Property
        </Button>
      )}
    </>
  )
}

type PartProps = Pick<EventRowProps, 'row' | 'onChange'>

function EventName({ row, onChange, invalid, isNew }: PartProps & { invalid: boolean; isNew: boolean }) {
  const { events } = useSuggestions()
  const counts = new Map(events.map((one) => [one.name, one.count]))
  return (
    <Autocomplete
      aria-label="Event"
      placeholder="event"
      data={[...counts.keys()]}
      limit={50}
      value={row.event}
      onChange={(event) => onChange({ ...row, event })}
      error={invalid}
      autoFocus={isNew}
      className={classes.event}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.value}</span>
          <Text span size="xs" c="dimmed">
            {number(counts.get(option.value) ?? 0)}
          </Text>
        </span>
      )}
    />
  )
}

function Frequency({ row, onChange }: PartProps) {
  const set = (change: Partial<DraftEvent>) => onChange({ ...row, ...change })
  return (
    <>
      <span className={classes.word}>at least</span>
      <NumberInput
        aria-label="How many times"
        min={1}
        max={1_000_000}
        allowDecimal={false}
        clampBehavior="strict"
        hideControls
        value={row.times}
        onChange={(times) => typeof times === 'number' && times >= 1 && set({ times })}
        w="4rem"
      />
      <span className={classes.word}>{row.times === 1 ? 'time' : 'times'}</span>
      <NativeSelect
        aria-label="When"
        data={whens}
        value={row.days === null ? 'ever' : 'within'}
        onChange={(event) => set({ days: event.currentTarget.value === 'within' ? USUAL_DAYS : null })}
      />
      {row.days !== null && (
        <>
          <NumberInput
            aria-label="Within how many days"
            min={1}
            max={3650}
            allowDecimal={false}
            clampBehavior="strict"
            hideControls
            value={row.days}
            onChange={(days) => typeof days === 'number' && days >= 1 && set({ days })}
            w="4rem"
          />
          <span className={classes.word}>{row.days === 1 ? 'day' : 'days'}</span>
        </>
      )}
    </>
  )
}

const deeds = [
  { value: 'did', label: 'did' },
  { value: 'not', label: 'did not do' },
]
const whens = [
  { value: 'ever', label: 'at any time' },
  { value: 'within', label: 'within the last' },
]
