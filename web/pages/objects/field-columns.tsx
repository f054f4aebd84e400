import { ActionIcon, Group, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { fieldTypes, type Field } from '../../../model/field.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'

/** The columns of the list of fields; `move` swaps a field with a neighbour. */
export function fieldColumns(
  shown: Field[],
  move: (field: Field, neighbour: Field | undefined) => void,
): Column<Field>[] {
  return [
    {
      id: 'label',
      header: 'Field',
      cell: ({ label, key }) => (
        <>
          <Text span inherit fw={500}>
            {label}
          </Text>{' '}
          <Text span c="dimmed" size="xs">
            {key}
          </Text>
        </>
      ),
    },
    { id: 'type', header: 'Type', width: '9rem', cell: typeWords },
    {
      id: 'section',
      header: 'Section',
      width: '9rem',
      wideOnly: true,
      cell: ({ section }) => section || '–',
    },
    { id: 'rules', header: 'Rules', width: '17rem', cell: (field) => <Rules field={field} /> },
    {
      id: 'order',
      header: '',
      width: '5.5rem',
      align: 'right',
      cell: (field) => {
        const place = shown.indexOf(field)
        return (
          <Group gap={0} wrap="nowrap" justify="flex-end">
            <ActionIcon
              aria-label={`Move ${field.label} up`}
              disabled={place === 0}
              onClick={() => move(field, shown[place - 1])}
            >
              <IconArrowUp size={15} />
            </ActionIcon>
            <ActionIcon
              aria-label={`Move ${field.label} down`}
              disabled={place === shown.length - 1}
              onClick={() => move(field, shown[place + 1])}
            >
              <IconArrowDown size={15} />
            </ActionIcon>
          </Group>
        )
      },
    },
  ]
}

function share({ done, total }: NonNullable<Field['computing']>): string {
  return `${Math.floor((100 * done) / Math.max(1, total))}%`
}

/** What a field holds, and how it gets it when nobody enters it. */
function typeWords({ type, computed }: Field): string {
  const { label } = fieldTypes[type]
  if (!computed) return label
  return `${label}, ${computed.kind === 'formula' ? 'formula' : 'roll-up'}`
}

function Rules({ field }: { field: Field }) {
  return (
    <Group gap={4}>
      {field.archived_at !== null && <Chip tone="soon">Archived</Chip>}
      {field.computing && (
        <Chip tone="soon" title="Worked out in the background for the records that there are">
          {`Working out, ${share(field.computing)}`}
        </Chip>
      )}
      {field.required && <Chip>Required</Chip>}
      {field.required_from_stage !== null && <Chip>Required from a stage on</Chip>}
      {field.unique && <Chip>Unique</Chip>}
      {field.indexed && (
        <Chip
          title={
            field.index_state === 'waiting'
              ? 'The index is being made'
              : 'Indexed: lists filter by it quickly'
          }
        >
          {field.index_state === 'waiting' ? 'Fast filter, being prepared' : 'Fast filter'}
        </Chip>
      )}
    </Group>
  )
}
