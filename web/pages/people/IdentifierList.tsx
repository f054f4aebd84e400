import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Person } from '../../../model/person.ts'
import { IdentifierChip } from '../../components/IdentifierChip.tsx'
import { identifierStates } from '../../lib/identifier-states.ts'
import { byStrength } from '../../lib/profile.ts'
import classes from './IdentifierList.module.css'

const SHOWN = 8

/** The identifiers of a person, strongest first; why one does not count stands beneath it. */
export function IdentifierList({ identifiers }: Pick<Person, 'identifiers'>) {
  const [all, setAll] = useState(false)
  const sorted = byStrength(identifiers)
  return (
    <>
      <ul className={classes.list}>
        {(all ? sorted : sorted.slice(0, SHOWN)).map((identifier) => {
          const { tone, sentence } = identifierStates[identifier.state]
          return (
            <li key={`${identifier.type} ${identifier.value}`} data-alone={sentence !== null || undefined}>
              <IdentifierChip identifier={identifier} tone={tone} />
              {sentence && (
                <Text size="xs" c="dimmed">
                  {sentence}
                </Text>
              )}
            </li>
          )
        })}
      </ul>
      {sorted.length > SHOWN && (
        <Button variant="subtle" size="compact-sm" mt={4} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${sorted.length}`}
        </Button>
      )}
    </>
  )
}
