import { Button, Group, NumberInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { MAX_USERS_BEHIND, type IdentityRulesData } from '../../../model/identity-rules.ts'
import { Section } from '../../ui/Section.tsx'

type Numbers = Pick<IdentityRulesData, 'shared_from' | 'quarantined_above'>
export type ThresholdsProps = {
  rules: IdentityRulesData
  mayWrite: boolean
  onChange: (numbers: Numbers) => void
}

/** From how many users on an identifier ceases to join people. */
export function Thresholds({ rules, mayWrite, onChange }: ThresholdsProps) {
  const { shared_from, quarantined_above } = rules
  return (
    <Section title="When an identifier ceases to join people">
      <Fields
        key={`${shared_from} ${quarantined_above}`}
        numbers={{ shared_from, quarantined_above }}
        mayWrite={mayWrite}
        onChange={onChange}
      />
    </Section>
  )
}

type FieldsProps = { numbers: Numbers; mayWrite: boolean; onChange: (numbers: Numbers) => void }

function Fields({ numbers, mayWrite, onChange }: FieldsProps) {
  const [next, setNext] = useState(numbers)
  const isChanged =
    next.shared_from !== numbers.shared_from || next.quarantined_above !== numbers.quarantined_above
  const isValid = next.shared_from >= 2 && next.quarantined_above >= 1
  return (
    <Stack gap="sm">
      <NumberInput
        label="A device is shared from so many users on"
        description="What is done on it without signing in belongs to none of them"
        readOnly={!mayWrite}
        min={2}
        max={MAX_USERS_BEHIND}
        value={next.shared_from}
        onChange={(value) => setNext({ ...next, shared_from: Number(value) })}
      />
      <NumberInput
        label="An e-mail is quarantined above so many users"
        description="info@… says nothing about who somebody is. So with all that stands for one person"
        readOnly={!mayWrite}
        min={1}
        max={MAX_USERS_BEHIND}
        value={next.quarantined_above}
        onChange={(value) => setNext({ ...next, quarantined_above: Number(value) })}
      />
      {mayWrite && isChanged && (
        <Group>
          <Button size="xs" disabled={!isValid} onClick={() => onChange(next)}>
            Keep in the draft
          </Button>
        </Group>
      )}
    </Stack>
  )
}
