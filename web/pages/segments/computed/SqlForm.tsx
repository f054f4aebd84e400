import { NativeSelect, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { MAX_SQL, type SqlDefinition } from '../../../../model/sql-trait.ts'
import { DefinitionForm } from './DefinitionForm.tsx'
import classes from './sql.module.css'
import { SqlViews } from './SqlViews.tsx'

const words = {
  noun: 'trait in SQL',
  example: 'average_basket',
  unfinished: 'Write a SELECT that gives person_id and value.',
}

const EXAMPLE = `select person_id, count() as value
from kith_events
where event = 'Order Completed' and timestamp > now() - interval 90 day
group by person_id`

const everySoManyHours = [
  { value: '1', label: 'every hour' },
  { value: '6', label: 'every 6 hours' },
  { value: '24', label: 'every day' },
]

export type SqlFormProps = {
  /** Null for a new one, which has no definition either. */
  trait: ComputedTrait | null
  definition: SqlDefinition | null
}

/** A trait whose value a SELECT gives, with what it may read beside it. */
export function SqlForm({ trait, definition: given }: SqlFormProps) {
  const [query, setQuery] = useState(given?.query ?? EXAMPLE)
  const [hours, setHours] = useState(String(given?.refresh_hours ?? 1))
  const written = query.trim()
  const definition: SqlDefinition | null =
    written === '' ? null : { kind: 'sql', query: written, refresh_hours: Number(hours) }
  const choices = everySoManyHours.some(({ value }) => value === hours)
    ? everySoManyHours
    : [...everySoManyHours, { value: hours, label: `every ${hours} hours` }]
  return (
    <DefinitionForm trait={trait} definition={definition} saved={given} words={words}>
      {(pressed) => (
        <Stack gap="md" mb="md">
          <Textarea
            label="SELECT"
            description="One row for each person, with the columns person_id and value."
            className={classes.editor ?? ''}
            required
            autosize
            minRows={8}
            maxRows={24}
            maxLength={MAX_SQL}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            error={pressed && written === '' && 'Write a SELECT.'}
          />
          <NativeSelect
            label="Asked again"
            description="It does not follow what people do in between. A person who has just come has a value after that."
            data={choices}
            value={hours}
            onChange={(event) => setHours(event.currentTarget.value)}
            maw="20rem"
          />
          <SqlViews />
        </Stack>
      )}
    </DefinitionForm>
  )
}
