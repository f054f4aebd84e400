import { ActionIcon, Button, Group, Input, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { IdentifierPlace } from '../../../model/identity-rules.ts'

const placeNames: Record<IdentifierPlace['in'], string> = {
  traits: 'Trait',
  properties: 'Property of an event',
  context: 'Context',
}
const places = ['traits', 'properties', 'context'] as const

export type FoundInProps = { places: IdentifierPlace[]; onChange: (places: IdentifierPlace[]) => void }

/** Where in an event such an identifier is, besides `context.externalIds`. */
export function FoundIn({ places: found, onChange }: FoundInProps) {
  const change = (index: number, part: Partial<IdentifierPlace>) =>
    onChange(found.map((one, at) => (at === index ? { ...one, ...part } : one)))
  return (
    <Input.Wrapper
      label="Found in"
      description="Besides context.externalIds, where any type is found. customer_id finds customerId, too."
    >
      {found.map((place, index) => (
        <Group key={index} gap="xs" mt={6} wrap="nowrap">
          <NativeSelect
            aria-label={`Place ${index + 1}`}
            data={places.map((value) => ({ value, label: placeNames[value] }))}
            value={place.in}
            onChange={(event) =>
              change(index, { in: places.find((one) => one === event.currentTarget.value) ?? 'traits' })
            }
          />
          <TextInput
            aria-label={`Name at place ${index + 1}`}
            placeholder="customer_id"
            flex={1}
            maxLength={100}
            value={place.key}
            onChange={(event) => change(index, { key: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={`Take place ${index + 1} away`}
            onClick={() => onChange(found.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        mt={6}
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...found, { in: 'traits', key: '' }])}
      >
        A place
      </Button>
    </Input.Wrapper>
  )
}
