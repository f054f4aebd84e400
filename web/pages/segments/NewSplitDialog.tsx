import { ActionIcon, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { splitInput } from '../../../model/segment-split.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { number } from '../../lib/format.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { twoDecimals } from './draft.ts'

type GroupDraft = { key: string; name: string; share: number | null }

const group = (name: string, share: number | null): GroupDraft => ({ key: crypto.randomUUID(), name, share })
const usual = () => [group('A', 45), group('B', 45), group('Hold-out', 10)]

/** Asks into which groups a segment is divided at random. */
export function NewSplitDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const [name, setName] = useState('')
  const [groups, setGroups] = useState(usual)
  const [problem, setProblem] = useState<string | null>(null)
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: (input: object) => api.segments.split(segment.id, splitInput.parse(input)),
    onSuccess: async (split) => {
      toastSaved(`${segment.name} is divided into ${split.groups.length} groups`)
      onClose()
      await client.invalidateQueries({ queryKey: ['segments'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const input = { name, groups: groups.map(({ name: each, share }) => ({ name: each, share })) }
    const wrong = problemOf(input)
    setProblem(wrong)
    if (wrong === null) create.mutate(input)
  }
  const change = (key: string, changed: Partial<GroupDraft>) =>
    setGroups(groups.map((one) => (one.key === key ? { ...one, ...changed } : one)))
  const rest = twoDecimals(100 - groups.reduce((sum, { share }) => sum + (share ?? 0), 0))
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Divide ${segment.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm">
            Everybody falls into one group at random and stays in it for ever, also those who enter later.
            Each group is a segment of its own.
          </Text>
          <TextInput
            label="What is it for?"
            placeholder="Subject line of the spring mail"
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {groups.map((one, place) => (
            <GroupRow
              key={one.key}
              place={place + 1}
              group={one}
              onChange={(changed) => change(one.key, changed)}
              {...(groups.length > 1 && {
                onRemove: () => setGroups(groups.filter(({ key }) => key !== one.key)),
              })}
            />
          ))}
          <Group justify="space-between">
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setGroups([...groups, group('', rest > 0 ? rest : null)])}
            >
              Group
            </Button>
            <Text size="sm" c={rest < 0 ? 'var(--kith-bad)' : 'dimmed'} role="status">
              {restWords(rest)}
            </Text>
          </Group>
          <FormError error={create.error} />
          {problem && (
            <Text size="sm" c="var(--kith-bad)" role="alert">
              {problem}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Divide
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type GroupRowProps = {
  place: number
  group: GroupDraft
  onChange: (change: Partial<GroupDraft>) => void
  onRemove?: () => void
}

function GroupRow({ place, group: { name, share }, onChange, onRemove }: GroupRowProps) {
  return (
    <Group gap="xs" wrap="nowrap">
      <TextInput
        aria-label={`Name of group ${place}`}
        placeholder="Name"
        flex={1}
        value={name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NumberInput
        aria-label={`Share of group ${place} in percent`}
        min={0.01}
        max={100}
        decimalScale={2}
        hideControls
        suffix=" %"
        w="6rem"
        value={share ?? ''}
        onChange={(typed) => onChange({ share: typeof typed === 'number' ? typed : null })}
      />
      {onRemove && (
        <ActionIcon aria-label={`Remove group ${place}`} variant="subtle" color="gray" onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  )
}

function restWords(rest: number): string {
  if (rest < 0) return `${number(-rest, 2)} % too many`
  return rest > 0 ? `${number(rest, 2)} % in no group` : 'Everybody is in a group'
}

function problemOf(input: { name: string; groups: { name: string; share: number | null }[] }): string | null {
  if (input.name.trim() === '') return 'Say what it is for.'
  if (input.groups.some(({ name }) => name.trim() === '')) return 'Give each group a name.'
  if (input.groups.some(({ share }) => share === null)) return 'Give each group a share.'
  const [issue] = splitInput.safeParse(input).error?.issues ?? []
  return issue ? `It ${issue.message}.` : null
}
