import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { AddressRange } from '../../../model/sign-on.ts'
import classes from './sign-on.module.css'

export type AddressListProps = {
  name: 'ui_addresses' | 'api_addresses'
  empty: string
  ranges: AddressRange[]
  onChange: (ranges: AddressRange[]) => void
  problems: Record<string, string>
  mayWrite: boolean
  /** The reader's own address, proposed first. */
  mine: string
}

const what = { ui_addresses: 'signing in', api_addresses: 'API keys' } as const

/** Ranges of addresses with a word on each; an empty list lets everybody in. */
export function AddressList(props: AddressListProps) {
  const { name, empty, ranges, onChange, problems, mayWrite, mine } = props
  const hasMine = ranges.some(({ range }) => range === mine)
  const add = () => onChange([...ranges, { range: hasMine ? '' : mine, note: hasMine ? '' : 'Where I am' }])
  return (
    <Stack gap="xs" align="stretch">
      {ranges.length === 0 && (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
      {ranges.map((range, index) => (
        <AddressRow
          // Rows have no names of their own; the place is all that tells them apart.
          key={index}
          label={`${index + 1} for ${what[name]}`}
          range={range}
          problem={problems[`${name}.${index}.range`]}
          mayWrite={mayWrite}
          onChange={(next) => onChange(ranges.map((one, place) => (place === index ? next : one)))}
          onRemove={() => onChange(ranges.filter((_, place) => place !== index))}
        />
      ))}
      {problems[name] && (
        <Text size="sm" c="var(--kith-bad)" role="alert">
          This {problems[name]}
        </Text>
      )}
      {mayWrite && (
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={add}
            aria-label={`Add addresses for ${what[name]}`}
          >
            Add addresses
          </Button>
        </Group>
      )}
    </Stack>
  )
}

type AddressRowProps = {
  label: string
  range: AddressRange
  problem: string | undefined
  mayWrite: boolean
  onChange: (range: AddressRange) => void
  onRemove: () => void
}

function AddressRow({ label, range, problem, mayWrite, onChange, onRemove }: AddressRowProps) {
  return (
    <div className={classes.range}>
      <TextInput
        aria-label={`Addresses ${label}`}
        placeholder="203.0.113.0/24"
        required
        disabled={!mayWrite}
        value={range.range}
        onChange={(event) => onChange({ ...range, range: event.currentTarget.value })}
        error={problem}
      />
      <TextInput
        aria-label={`Note ${label}`}
        placeholder="Whose they are: office, VPN"
        maxLength={200}
        disabled={!mayWrite}
        value={range.note}
        onChange={(event) => onChange({ ...range, note: event.currentTarget.value })}
      />
      {mayWrite && (
        <Tooltip label="Remove">
          <ActionIcon aria-label={`Remove addresses ${label}`} onClick={onRemove} mt={6}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}
