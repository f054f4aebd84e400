import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { IdentityRulesData } from '../../../model/identity-rules.ts'
import { readPattern } from '../../../model/text-pattern.ts'
import { Section } from '../../ui/Section.tsx'
import { linesOf } from './rule-words.ts'

type BlockedLists = IdentityRulesData['blocked']
export type BlockedProps = {
  blocked: BlockedLists
  mayWrite: boolean
  onChange: (blocked: BlockedLists) => void
}

/** Values that name nobody, whatever the type. */
export function Blocked({ blocked, mayWrite, onChange }: BlockedProps) {
  return (
    <Section title="Values that name nobody">
      <Text size="sm" c="dimmed" mb="sm">
        Programs send them when they know nobody. They stay in the event and join no one.
      </Text>
      <Fields key={JSON.stringify(blocked)} blocked={blocked} mayWrite={mayWrite} onChange={onChange} />
    </Section>
  )
}

function Fields({ blocked, mayWrite, onChange }: BlockedProps) {
  const [values, setValues] = useState(blocked.values.join('\n'))
  const [patterns, setPatterns] = useState(blocked.patterns.join('\n'))
  const next = { values: linesOf(values), patterns: linesOf(patterns) }
  const wrong = next.patterns.find((pattern) => readPattern(pattern) === null)
  const isChanged = JSON.stringify(next) !== JSON.stringify(blocked)
  return (
    <Stack gap="sm">
      <Textarea
        label="Values"
        description="One a line, upper and lower case alike"
        readOnly={!mayWrite}
        autosize
        minRows={4}
        maxRows={8}
        value={values}
        onChange={(event) => setValues(event.currentTarget.value)}
      />
      <Textarea
        label="Patterns"
        description="One a line: characters, . \d \w \s and [sets], each with * + or ? behind it"
        readOnly={!mayWrite}
        autosize
        minRows={2}
        maxRows={6}
        value={patterns}
        onChange={(event) => setPatterns(event.currentTarget.value)}
        error={wrong && `“${wrong}” is not understood.`}
      />
      {mayWrite && isChanged && (
        <Group>
          <Button size="xs" disabled={wrong !== undefined} onClick={() => onChange(next)}>
            Keep in the draft
          </Button>
        </Group>
      )}
    </Stack>
  )
}
