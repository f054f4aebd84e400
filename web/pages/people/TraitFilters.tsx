import { ActionIcon, Button, Popover, Stack, Text } from '@mantine/core'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Comparison } from '../../../model/filter.ts'
import { comparisonWords } from '../../../model/comparison-words.ts'
import { ComparisonFields } from '../../components/ComparisonFields.tsx'
import {
  blankComparison,
  fromTyped,
  problemIn,
  toTyped,
  type TypedComparison,
} from '../../lib/typed-comparison.ts'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './TraitFilters.module.css'

const MOST = 10

export type TraitFiltersProps = { filters: Comparison[]; onChange: (filters: Comparison[]) => void }

/** The comparisons that people in the list meet: each one a chip that can be changed or taken away, and a button for one more. */
export function TraitFilters({ filters, onChange }: TraitFiltersProps) {
  return (
    <>
      {filters.map((filter, place) => (
        <span key={JSON.stringify(filter)} className={classes.filter}>
          <FilterPopover
            start={toTyped(filter)}
            verb="Change"
            onDone={(changed) => onChange(filters.with(place, changed))}
            target={(toggle) => (
              <button type="button" className={classes.words} onClick={toggle}>
                {comparisonWords(filter)}
              </button>
            )}
          />
          <ActionIcon
            size="sm"
            aria-label={`Remove the filter ${comparisonWords(filter)}`}
            onClick={() => onChange(filters.toSpliced(place, 1))}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      ))}
      {filters.length < MOST && (
        <FilterPopover
          start={blankComparison}
          verb="Add filter"
          onDone={(added) => onChange([...filters, added])}
          target={(toggle) => (
            <Button variant="default" leftSection={<IconFilterPlus size={15} aria-hidden />} onClick={toggle}>
              Filter
            </Button>
          )}
        />
      )}
    </>
  )
}

type FilterPopoverProps = {
  start: TypedComparison
  verb: string
  onDone: (comparison: Comparison) => void
  target: (toggle: () => void) => ReactNode
}

function FilterPopover({ start, verb, onDone, target }: FilterPopoverProps) {
  const [opened, setOpened] = useState(false)
  const done = (comparison: Comparison) => {
    setOpened(false)
    onDone(comparison)
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      trapFocus
      shadow="md"
      width={320}
      keepMounted={false}
    >
      <Popover.Target>{target(() => setOpened(!opened))}</Popover.Target>
      <Popover.Dropdown>
        <FilterForm start={start} verb={verb} onDone={done} />
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterForm({ start, verb, onDone }: Omit<FilterPopoverProps, 'target'>) {
  const [typed, setTyped] = useState(start)
  const [pressed, setPressed] = useState(false)
  const { traits } = useSuggestions()
  const problem = problemIn(typed, 'trait')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setPressed(true)
    if (problem === null) onDone(fromTyped(typed))
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Stack gap="xs">
        <div className={classes.fields}>
          <ComparisonFields
            what="trait"
            value={typed}
            onChange={setTyped}
            fields={traits}
            invalid={pressed && problem !== null}
          />
        </div>
        {pressed && problem && (
          <Text size="sm" c="var(--kith-bad)" role="alert">
            {problem}
          </Text>
        )}
        <Button type="submit">{verb}</Button>
      </Stack>
    </form>
  )
}
