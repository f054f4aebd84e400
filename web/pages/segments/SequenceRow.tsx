import { Autocomplete, Button, Checkbox, NativeSelect } from '@mantine/core'
import { IconBan, IconClock, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftFilter, DraftSequence, DraftStep } from './draft-schema.ts'
import { blank } from './draft.ts'
import { DurationFields } from './DurationFields.tsx'
import type { RowProps } from './EventRow.tsx'
import { EventName, PropertyRows } from './FilterFields.tsx'
import { useMembers } from './members-context.ts'
import type { Problems } from './read-draft.ts'
import { WindowFields } from './WindowFields.tsx'

const MOST_STEPS = 8
const MOST_FORBIDDEN = 3

/** Steps beneath each other: "who did [A], then [B] within [3] [days] without [C] between", and what binds them. */
export function SequenceRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftSequence>) {
  const { who } = useMembers()
  const set = (change: Partial<DraftSequence>) => onChange({ ...row, ...change })
  return (
    <div className={classes.sequence}>
      <ConditionRow what="the sequence" onRemove={onRemove} problem={problems[row.key]}>
        <NativeSelect
          aria-label="Did or did not"
          data={deeds.map(({ value, label }) => ({ value, label: `${who} ${label}` }))}
          value={row.did ? 'did' : 'not'}
          onChange={(event) => set({ did: event.currentTarget.value === 'did' })}
        />
      </ConditionRow>
      <ol className={classes.steps} aria-label="Steps">
        {row.steps.map((step, place) => (
          <li key={step.key}>
            <Step
              step={step}
              word={place === 0 ? 'first' : 'then'}
              onChange={(changed) => set({ steps: row.steps.with(place, changed) })}
              onRemove={
                row.steps.length > 1 ? () => set({ steps: row.steps.toSpliced(place, 1) }) : undefined
              }
              problems={problems}
              isNew={isNew && place === 0}
            />
          </li>
        ))}
        {row.absent && (
          <li>
            <Step
              step={row.absent}
              word="and then not"
              onChange={(absent) => set({ absent })}
              onRemove={() => set({ absent: null })}
              problems={problems}
              isNew={false}
            />
          </li>
        )}
      </ol>
      <div className={classes.add}>
        {row.steps.length < MOST_STEPS && (
          <Small
            icon={<IconPlus size={14} aria-hidden />}
            onClick={() => set({ steps: [...row.steps, blank.step()] })}
          >
            Step
          </Small>
        )}
        {!row.absent && (
          <Small icon={<IconBan size={14} aria-hidden />} onClick={() => set({ absent: blank.step() })}>
            What did not follow
          </Small>
        )}
      </div>
      <Bonds row={row} set={set} />
    </div>
  )
}

const deeds = [
  { value: 'did', label: 'did in this order' },
  { value: 'not', label: 'did not do in this order' },
]

type StepProps = {
  step: DraftStep
  word: 'first' | 'then' | 'and then not'
  onChange: (step: DraftStep) => void
  onRemove: (() => void) | undefined
  problems: Problems
  isNew: boolean
}

function Step({ step, word, onChange, onRemove, problems, isNew }: StepProps) {
  const set = (change: Partial<DraftStep>) => onChange({ ...step, ...change })
  const problem = problems[step.key]
  const later = word !== 'first'
  return (
    <>
      <ConditionRow what="the step" onRemove={onRemove} problem={problem}>
        <span className={classes.word}>{word}</span>
        <EventName
          value={step.event}
          onChange={(event) => set({ event })}
          invalid={problem !== undefined}
          autoFocus={isNew}
        />
        {later && step.within && (
          <>
            <span className={classes.word}>within</span>
            <DurationFields label="Within" value={step.within} onChange={(within) => set({ within })} />
          </>
        )}
        {later && (
          <Small
            icon={<IconClock size={14} aria-hidden />}
            onClick={() => set({ within: step.within ? null : { amount: 3, unit: 'day' } })}
          >
            {step.within ? 'At any time' : 'Within a time'}
          </Small>
        )}
      </ConditionRow>
      <PropertyRows event={step.event} value={step} onChange={set} problems={problems} />
      {word === 'then' && (
        <Forbidden without={step.without} onChange={(without) => set({ without })} problems={problems} />
      )}
    </>
  )
}

type ForbiddenProps = {
  without: DraftFilter[]
  onChange: (without: DraftFilter[]) => void
  problems: Problems
}

/** What must not happen between the step before and this one. */
function Forbidden({ without, onChange, problems }: ForbiddenProps) {
  return (
    <>
      {without.map((filter, place) => (
        <div key={filter.key}>
          <ConditionRow
            nested
            what="what must not happen"
            onRemove={() => onChange(without.toSpliced(place, 1))}
            problem={problems[filter.key]}
          >
            <span className={classes.word}>without</span>
            <EventName
              value={filter.event}
              onChange={(event) => onChange(without.with(place, { ...filter, event }))}
              invalid={problems[filter.key] !== undefined}
            />
            <span className={classes.word}>between</span>
          </ConditionRow>
          <PropertyRows
            event={filter.event}
            value={filter}
            onChange={(where) => onChange(without.with(place, { ...filter, ...where }))}
            problems={problems}
          />
        </div>
      ))}
      {without.length < MOST_FORBIDDEN && (
        <Small
          icon={<IconBan size={14} aria-hidden />}
          onClick={() => onChange([...without, blank.filter()])}
        >
          Without …
        </Small>
      )}
    </>
  )
}

function Bonds({ row, set }: { row: DraftSequence; set: (change: Partial<DraftSequence>) => void }) {
  const { properties } = useSuggestions(row.steps[0]?.event || undefined)
  return (
    <div className={classes.bonds}>
      <Autocomplete
        aria-label="All steps with the same"
        placeholder="all steps with the same property"
        data={properties}
        limit={50}
        value={row.same}
        onChange={(same) => set({ same })}
        className={classes.event}
      />
      <Checkbox
        label="all of it within"
        checked={row.within !== null}
        onChange={(event) => set({ within: event.currentTarget.checked ? { amount: 7, unit: 'day' } : null })}
      />
      {row.within && (
        <DurationFields label="All within" value={row.within} onChange={(within) => set({ within })} />
      )}
      <WindowFields value={row.window} onChange={(window) => set({ window })} />
    </div>
  )
}

function Small({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: string }) {
  return (
    <Button variant="subtle" size="compact-sm" leftSection={icon} onClick={onClick}>
      {children}
    </Button>
  )
}
