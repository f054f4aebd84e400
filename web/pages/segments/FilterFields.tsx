import { Autocomplete, Button, NativeSelect, Text } from '@mantine/core'
import { IconFilterPlus } from '@tabler/icons-react'
import { number } from '../../lib/format.ts'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ComparisonEditor } from './ComparisonEditor.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftComparison, DraftFilter } from './draft-schema.ts'
import { blank } from './draft.ts'
import type { Problems } from './read-draft.ts'

const MOST_PROPERTIES = 10

type Where = Pick<DraftFilter, 'where' | 'whereMatch'>

export type EventNameProps = {
  value: string
  onChange: (event: string) => void
  invalid: boolean
  autoFocus?: boolean
}

/** The name of an event, with those that occur and how often. */
export function EventName({ value, onChange, invalid, autoFocus = false }: EventNameProps) {
  const { events } = useSuggestions()
  const counts = new Map(events.map((one) => [one.name, one.count]))
  return (
    <Autocomplete
      aria-label="Event"
      placeholder="event"
      data={[...counts.keys()]}
      limit={50}
      value={value}
      onChange={onChange}
      error={invalid}
      autoFocus={autoFocus}
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

export type PropertyRowsProps = {
  /** The event whose properties are suggested; null for the fields of deals. */
  event: string | null
  value: Where
  onChange: (where: Where) => void
  problems: Problems
}

/** "where [total] [is more than] [100] and …", and the button that adds to it. */
export function PropertyRows({ event, value: { where, whereMatch }, onChange, problems }: PropertyRowsProps) {
  const setWhere = (changed: DraftComparison[]) => onChange({ where: changed, whereMatch })
  return (
    <>
      {where.map((comparison, place) => (
        <ConditionRow
          key={comparison.key}
          nested
          what={event === null ? 'the field' : 'the property'}
          onRemove={() => setWhere(where.toSpliced(place, 1))}
          problem={problems[comparison.key]}
        >
          <JoiningWord
            place={place}
            match={whereMatch}
            onChange={(changed) => onChange({ where, whereMatch: changed })}
          />
          <Property
            event={event}
            comparison={comparison}
            onChange={(changed) => setWhere(where.with(place, changed))}
            invalid={problems[comparison.key] !== undefined}
          />
        </ConditionRow>
      ))}
      {where.length < MOST_PROPERTIES && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.narrow}
          leftSection={<IconFilterPlus size={14} aria-hidden />}
          onClick={() => setWhere([...where, blank.comparison()])}
        >
          {event === null ? 'Field' : 'Property'}
        </Button>
      )}
    </>
  )
}

const joints = [
  { value: 'all', label: 'and' },
  { value: 'any', label: 'or' },
]

function JoiningWord({
  place,
  match,
  onChange,
}: {
  place: number
  match: Where['whereMatch']
  onChange: (match: Where['whereMatch']) => void
}) {
  if (place === 0) return <span className={classes.word}>where</span>
  if (place > 1) return <span className={classes.word}>{match === 'all' ? 'and' : 'or'}</span>
  return (
    <NativeSelect
      aria-label="And, or"
      data={joints}
      value={match}
      onChange={(event) => onChange(event.currentTarget.value === 'any' ? 'any' : 'all')}
    />
  )
}

const dealFields = [
  'state',
  'amount',
  'stage',
  'pipeline',
  'owner',
  'name',
  'currency',
  'probability',
  'expected_close_on',
  'created_at',
  'entered_stage_at',
  'closed_at',
]

type PropertyProps = {
  event: string | null
  comparison: DraftComparison
  onChange: (comparison: DraftComparison) => void
  invalid: boolean
}

function Property({ event, comparison, ...props }: PropertyProps) {
  const { properties } = useSuggestions(event || undefined)
  return (
    <ComparisonEditor
      what={event === null ? 'field' : 'property'}
      value={comparison}
      fields={event === null ? dealFields : properties}
      valuesOf={event === null ? { of: 'deal' } : { of: 'event', event }}
      {...props}
    />
  )
}
