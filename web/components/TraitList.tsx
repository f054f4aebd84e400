import { TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import type { JsonObject } from '../../model/json.ts'
import type { TraitProvenance } from '../../model/person.ts'
import { valueWords } from '../lib/computed-value.ts'
import { exactTime, plainValue } from '../lib/format.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { IdentifierChip } from './IdentifierChip.tsx'
import classes from './TraitList.module.css'

const SEARCHABLE_FROM = 15

export type TraitListProps = {
  traits: JsonObject
  /** Where each value came from, once that is known: makes the traits open. */
  provenance?: TraitProvenance[] | undefined
  /** More about a trait, shown with where its value came from. */
  more?: (trait: string, origin: TraitProvenance | undefined) => ReactNode
  nothing: string
}

/** Traits by name, each with its value, and where the value came from when it is opened or hovered. */
export function TraitList({ traits, provenance, more, nothing }: TraitListProps) {
  const [search, setSearch] = useState('')
  const all = Object.entries(traits).toSorted(([a], [b]) => a.localeCompare(b))
  const shown = all.filter(([name]) => name.toLowerCase().includes(search.trim().toLowerCase()))
  if (all.length === 0) return <p className={classes.nothing}>{nothing}</p>
  return (
    <>
      {all.length >= SEARCHABLE_FROM && (
        <TextInput
          aria-label="Search traits"
          placeholder={`Search ${all.length} traits`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          mb={6}
        />
      )}
      <ul className={classes.list}>
        {shown.map(([name, value]) => (
          <Trait
            key={name}
            name={name}
            value={value}
            origin={originOf(provenance, name)}
            more={more?.(name, originOf(provenance, name))}
          />
        ))}
      </ul>
      {shown.length === 0 && <p className={classes.nothing}>No trait is called so.</p>}
    </>
  )
}

function originOf(provenance: TraitProvenance[] | undefined, name: string): TraitProvenance | undefined {
  return provenance?.find(({ trait }) => trait === name)
}

type TraitProps = { name: string; value: unknown; origin: TraitProvenance | undefined; more: ReactNode }

function Trait({ name, value, origin, more }: TraitProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const line = (
    <>
      <span className={classes.name}>{name.replaceAll('_', ' ')}</span>
      <span className={classes.value}>{origin?.computed ? valueWords(value) : plainValue(value)}</span>
    </>
  )
  if (!origin) {
    return (
      <li>
        <div className={classes.line}>{line}</div>
      </li>
    )
  }
  return (
    <li>
      <UnstyledButton
        className={classes.line}
        aria-expanded={open}
        aria-controls={id}
        title={`${origin.source}, ${exactTime(origin.at)}`}
        onClick={() => setOpen(!open)}
      >
        {line}
        <IconChevronRight size={14} className={classes.chevron} data-open={open || undefined} aria-hidden />
      </UnstyledButton>
      <div id={id} hidden={!open} className={classes.origin}>
        {origin.identifier ? (
          <>
            From {origin.source} <RelativeTime at={origin.at} />, for{' '}
            <IdentifierChip identifier={origin.identifier} />
          </>
        ) : (
          <>
            {origin.source} <RelativeTime at={origin.at} />
          </>
        )}{' '}
        {open && more}
      </div>
    </li>
  )
}
