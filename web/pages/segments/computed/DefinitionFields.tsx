import { Autocomplete, Button, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { EventDefinition } from '../../../../model/computed-trait.ts'
import { useSuggestions } from '../../../lib/suggestions.ts'
import classes from '../builder.module.css'
import { ConditionRow } from '../ConditionRow.tsx'
import { AmountField } from '../DurationFields.tsx'
import { blank } from '../draft.ts'
import { EventName, PropertyRows } from '../FilterFields.tsx'
import type { Problems } from '../read-draft.ts'
import { WindowFields } from '../WindowFields.tsx'
import { fieldOf, hasWindow, type ComputedDraft } from './computed-draft.ts'

const words: Record<EventDefinition['kind'], string> = {
  count: 'number of times they did',
  sum: 'sum of',
  average: 'average of',
  smallest: 'smallest',
  largest: 'largest',
  first: 'first',
  last: 'last',
  most_frequent: 'most frequent',
  unique_list: 'list of the different',
  unique_count: 'number of different',
  days_since: 'days since they last did',
  lifecycle: 'stage of life, by',
  rfm: 'how recently, often and much (RFM), by',
  lifetime_value: 'value to date, the sum of',
  prediction: 'how likely they are to do',
}
const kinds = Object.keys(words) as EventDefinition['kind'][]
const choices = kinds.map((kind) => ({ value: kind, label: words[kind] }))
const windows = ['ever', 'last', 'between'] as const
const MOST_DAYS = 3_650
const MOST_AHEAD = 365
const MOST_ACTIVE = 730

export type DefinitionFieldsProps = {
  draft: ComputedDraft
  onChange: (draft: ComputedDraft) => void
  problems: Problems
}

/** "[sum of] [total] over [Order Completed] [within the last] [30] [days]", and what must hold for its properties. */
export function DefinitionFields({ draft, onChange, problems }: DefinitionFieldsProps) {
  const { kind, filter, window } = draft
  const set = (change: Partial<ComputedDraft>) => onChange({ ...draft, ...change })
  const problem = problems[filter.key] ?? problems['field'] ?? problems['window']
  return (
    <div role="group" aria-label="How it is worked out">
      <ConditionRow what="the definition" problem={problem}>
        <NativeSelect
          aria-label="What is worked out"
          data={choices}
          value={kind}
          onChange={({ currentTarget }) => {
            const chosen = kinds.find((one) => one === currentTarget.value)
            if (chosen) set({ kind: chosen })
          }}
        />
        {fieldOf[kind] !== 'none' && (
          <>
            <Property
              label="Property"
              event={filter.event}
              placeholder={fieldOf[kind] === 'possible' ? 'time, or a property' : 'property'}
              value={draft.field}
              onChange={(field) => set({ field })}
              invalid={problems['field'] !== undefined}
            />
            <span className={classes.word}>{kind === 'first' || kind === 'last' ? 'of' : 'over'}</span>
          </>
        )}
        <EventName
          value={filter.event}
          onChange={(event) => set({ filter: { ...filter, event } })}
          invalid={problems[filter.key] !== undefined && filter.event.trim() === ''}
        />
        {hasWindow(kind) && (
          <WindowFields value={window} onChange={(changed) => set({ window: changed })} kinds={windows} />
        )}
      </ConditionRow>
      <PropertyRows
        event={filter.event}
        value={filter}
        onChange={(where) => set({ filter: { ...filter, ...where } })}
        problems={problems}
      />
      {kind === 'lifecycle' && <Stages draft={draft} set={set} problem={problems['days']} />}
      {kind === 'prediction' && <Ahead draft={draft} set={set} />}
      {kind === 'lifetime_value' && <Minus draft={draft} set={set} problems={problems} />}
    </div>
  )
}

type PropertyProps = {
  label: string
  event: string
  placeholder: string
  value: string
  onChange: (field: string) => void
  invalid: boolean
}

function Property({ label, event, placeholder, value, onChange, invalid }: PropertyProps) {
  const { properties } = useSuggestions(event || undefined)
  return (
    <Autocomplete
      aria-label={label}
      placeholder={placeholder}
      data={properties}
      limit={50}
      value={value}
      onChange={onChange}
      error={invalid}
      className={classes.event}
    />
  )
}

const word = (text: string) => <span className={classes.word}>{text}</span>

type PartProps = { draft: ComputedDraft; set: (change: Partial<ComputedDraft>) => void }

function Stages({ draft, set, problem }: PartProps & { problem: string | undefined }) {
  return (
    <ConditionRow what="the stages" nested problem={problem}>
      {word('new for')}
      <AmountField
        label="New for so many days"
        value={draft.newDays}
        max={MOST_DAYS}
        onChange={(newDays) => set({ newDays })}
      />
      {word('days after the first, at risk after')}
      <AmountField
        label="At risk after so many days"
        value={draft.atRiskDays}
        max={MOST_DAYS}
        onChange={(atRiskDays) => set({ atRiskDays })}
      />
      {word('days without, lapsed after')}
      <AmountField
        label="Lapsed after so many days"
        value={draft.lapsedDays}
        max={MOST_DAYS}
        onChange={(lapsedDays) => set({ lapsedDays })}
      />
      {word('days')}
    </ConditionRow>
  )
}

function Ahead({ draft, set }: PartProps) {
  return (
    <ConditionRow what="how far it looks" nested>
      {word('within the next')}
      <AmountField
        label="How many days ahead"
        value={draft.days}
        max={MOST_AHEAD}
        onChange={(days) => set({ days })}
      />
      {word('days, of people')}
      {word('who did something')}
      {word('within the last')}
      <AmountField
        label="Of people active within so many days"
        value={draft.activeDays}
        max={MOST_ACTIVE}
        onChange={(activeDays) => set({ activeDays })}
      />
      {word('days')}
    </ConditionRow>
  )
}

function Minus({ draft: { minus }, set, problems }: PartProps & { problems: Problems }) {
  if (!minus) {
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.narrow}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set({ minus: { field: '', filter: blank.filter() } })}
      >
        Take refunds off
      </Button>
    )
  }
  const { filter, field } = minus
  return (
    <>
      <ConditionRow
        what="what is taken off"
        onRemove={() => set({ minus: null })}
        problem={problems[filter.key] ?? problems['minus']}
      >
        <span className={classes.word}>less the sum of</span>
        <Property
          label="Property that is taken off"
          event={filter.event}
          placeholder="property"
          value={field}
          onChange={(changed) => set({ minus: { ...minus, field: changed } })}
          invalid={problems['minus'] !== undefined}
        />
        <span className={classes.word}>over</span>
        <EventName
          value={filter.event}
          onChange={(event) => set({ minus: { ...minus, filter: { ...filter, event } } })}
          invalid={problems[filter.key] !== undefined}
        />
      </ConditionRow>
      <PropertyRows
        event={filter.event}
        value={filter}
        onChange={(where) => set({ minus: { ...minus, filter: { ...filter, ...where } } })}
        problems={problems}
      />
    </>
  )
}
