import { Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { KeyHint } from '../ui/KeyHint.tsx'
import classes from './CommandPalette.module.css'
import { usePaletteEntries, type PaletteEntry } from './palette-entries.tsx'

const LIST_ID = 'palette-results'

/** One field for everything: goes to pages, runs actions and finds records. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const { entries, searching, problem } = usePaletteEntries(query)
  const at = Math.min(chosen, Math.max(entries.length - 1, 0))
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return
    onClose()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(entries.length, 1))
    else if (event.key === 'ArrowUp') setChosen((at - 1 + entries.length) % Math.max(entries.length, 1))
    else if (event.key === 'Enter') run(entries[at])
    else return
    event.preventDefault()
  }
  return (
    <Modal.Root opened onClose={onClose} centered={false} yOffset="12dvh" size="lg" padding={0}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label="Search and commands">
        <TextInput
          data-autofocus
          variant="unstyled"
          size="md"
          className={classes.field}
          leftSection={<IconSearch size={17} aria-hidden />}
          placeholder="Find people, companies, deals, pages…  > for actions"
          aria-label="Search and commands"
          role="combobox"
          aria-expanded
          aria-controls={LIST_ID}
          aria-activedescendant={entries[at] && optionId(entries[at])}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Results entries={entries} at={at} run={run} />
        <p className={classes.state} role="status">
          {problem ??
            (searching ? 'Searching…' : entries.length === 0 ? 'Nothing found. Try fewer letters.' : '')}
        </p>
      </Modal.Content>
    </Modal.Root>
  )
}

function Results({
  entries,
  at,
  run,
}: {
  entries: PaletteEntry[]
  at: number
  run: (entry: PaletteEntry) => void
}) {
  return (
    <div id={LIST_ID} role="listbox" tabIndex={-1} aria-label="Results" className={classes.results}>
      {entries.map((entry, place) => (
        <Option
          key={entry.id}
          entry={entry}
          selected={place === at}
          heading={entry.group === entries[place - 1]?.group ? null : entry.group}
          run={run}
        />
      ))}
    </div>
  )
}

type OptionProps = {
  entry: PaletteEntry
  selected: boolean
  heading: string | null
  run: (entry: PaletteEntry) => void
}

function Option({ entry, selected, heading, run }: OptionProps) {
  return (
    <>
      {heading && (
        <div role="presentation" className={classes.heading}>
          {heading}
        </div>
      )}
      <button
        type="button"
        tabIndex={-1}
        id={optionId(entry)}
        role="option"
        aria-selected={selected}
        ref={(element) => (selected ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
        className={classes.option}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => run(entry)}
      >
        <span className={classes.icon}>{entry.icon}</span>
        <span className={classes.label}>{entry.label}</span>
        {entry.note && <span className={classes.note}>{entry.note}</span>}
        {entry.keys && <KeyHint keys={entry.keys} />}
      </button>
    </>
  )
}

const optionId = (entry: PaletteEntry) => `palette-${entry.id}`
