import { ActionIcon, Group, Switch, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AssignmentRule } from '../../../model/assignment.ts'
import { assignmentApi } from '../../api-assignment.ts'
import { counted } from '../../lib/format.ts'
import { countConditions } from '../../lib/list-filter.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { wayWords } from './way-words.ts'

export type RuleRowProps = {
  rule: AssignmentRule
  /** Where it stands among all rules, whose ids these are. */
  place: number
  ids: string[]
  onOpen: () => void
}

/** A rule, to be switched on and off, moved and deleted. */
export function RuleRow({ rule, place, ids, onOpen }: RuleRowProps) {
  const { id, name, object, filter, way, active } = rule
  const client = useQueryClient()
  const conditions = countConditions(filter)
  const change = useMutation({
    mutationFn: (write: () => Promise<unknown>) => write(),
    onSuccess: () => client.invalidateQueries({ queryKey: ['assignment-rules'] }),
    onError: (error) => toastError(error),
  })
  const { data: matching } = useQuery({
    queryKey: ['assignment-rules', 'preview', object, filter],
    queryFn: () => assignmentApi.preview(object, filter),
  })
  const moveTo = (to: number) => {
    const others = ids.filter((one) => one !== id)
    change.mutate(() => assignmentApi.order(object, others.toSpliced(to, 0, id)))
  }
  const restore = () => change.mutate(() => assignmentApi.restore(id))
  const remove = () =>
    change.mutate(async () => {
      await assignmentApi.remove(id)
      toastSaved(`${name} deleted`, restore)
    })
  const count = matching && `${matching.count.toLocaleString()}${matching.more ? '+' : ''}`
  return (
    <Group component="li" wrap="wrap" justify="space-between">
      <div>
        <UnstyledButton fw={500} onClick={onOpen} aria-label={`${name}: change`}>
          {name}
        </UnstyledButton>
        <Text size="sm" c="dimmed">
          {wayWords[way.kind]}
          {conditions > 0 && `, with ${counted(conditions, 'condition')}`}
          {count && ` · matches ${count} records without an owner now`}
        </Text>
      </div>
      <Group gap="xs">
        <Switch
          aria-label={`${name} is on`}
          checked={active}
          onChange={(event) => {
            const { checked } = event.currentTarget
            change.mutate(() => assignmentApi.change(id, { active: checked }))
          }}
        />
        <ActionIcon aria-label={`Move ${name} up`} disabled={place === 0} onClick={() => moveTo(place - 1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Move ${name} down`}
          disabled={place === ids.length - 1}
          onClick={() => moveTo(place + 1)}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Delete ${name}`} onClick={remove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Group>
  )
}
