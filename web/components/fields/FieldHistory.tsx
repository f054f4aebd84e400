import { ActionIcon, Popover, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Field, FieldValueChange } from '../../../model/field.ts'
import { api } from '../../api.ts'
import { fieldText } from '../../lib/fields.ts'
import { sentenceOf } from '../../lib/http.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './fields.module.css'

export type FieldHistoryProps = { path: string; field: Field; labels: Record<string, string> }

/** What a value was before: who changed it when, from what to what. */
export function FieldHistory({ path, field, labels }: FieldHistoryProps) {
  const [opened, { toggle, close }] = useDisclosure(false)
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={320}
      position="bottom-end"
      trapFocus
    >
      <Popover.Target>
        <ActionIcon
          size="sm"
          aria-label={`History of ${field.label}`}
          aria-expanded={opened}
          onClick={toggle}
        >
          <IconHistory size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown tabIndex={-1} data-autofocus aria-label={`History of ${field.label}`}>
        {opened && <Changes path={path} field={field} labels={labels} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Changes({ path, field, labels }: FieldHistoryProps) {
  const history = useQuery({
    queryKey: ['values', path, 'history', field.key],
    queryFn: () => api.values.history(path, field.key),
    staleTime: 0,
  })
  if (history.error) return <Text size="sm">{sentenceOf(history.error)}</Text>
  if (!history.data) return <LinesSkeleton lines={2} />
  if (history.data.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody has changed it yet.
      </Text>
    )
  }
  return (
    <ol className={classes.history}>
      {history.data.data.map((change) => (
        <Change key={change.id} change={change} field={field} labels={labels} />
      ))}
    </ol>
  )
}

function Change({ change, field, labels }: Omit<FieldHistoryProps, 'path'> & { change: FieldValueChange }) {
  const [before, after] = [fieldText(field, change.before, labels), fieldText(field, change.after, labels)]
  return (
    <li>
      {before && <s>{before}</s>} {before && '→ '}
      {after || 'emptied'}
      <Text size="xs" c="dimmed">
        {change.actor_name}, <RelativeTime at={change.at} />
      </Text>
    </li>
  )
}
