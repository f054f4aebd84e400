import { Alert, Stack, Text } from '@mantine/core'
import type { HouseholdPreview } from '../../../model/household.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'

/** What a rule would make, with some of the households. */
export function HouseholdExamples({ preview }: { preview: HouseholdPreview }) {
  const { households, people, too_large, looked_at, more, examples } = preview
  return (
    <Alert variant="light" color="blue" c="inherit" role="status">
      <Stack gap="xs">
        <Text size="sm" fw={500}>
          Would make {counted(households, 'household')} of {number(people)} people
          {more && `, of the first ${number(looked_at)} looked at`}.
        </Text>
        {too_large > 0 && (
          <Text size="sm">
            {counted(too_large, 'home is', 'homes are')} shared by more than 12 people and left out.
          </Text>
        )}
        {examples.map((example) => (
          <Text key={example.people[0]?.id} size="sm">
            {example.people.map(({ id, name }, place) => (
              <span key={id}>
                {place > 0 && ', '}
                <TextLink {...links.person(id)} fz="inherit">
                  {name}
                </TextLink>
              </span>
            ))}
            {example.shared !== '' && ` share ${example.shared}`}
          </Text>
        ))}
      </Stack>
    </Alert>
  )
}
