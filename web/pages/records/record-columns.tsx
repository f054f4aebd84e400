import { Text } from '@mantine/core'
import type { Field } from '../../../model/field.ts'
import type { RecordRow } from '../../../model/view.ts'
import { FieldValue } from '../../components/fields/FieldValue.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

const SHOWN_FIELDS = 5
const NOT_SORTED: readonly Field['type'][] = ['multi_select', 'relation', 'address', 'long_text', 'user']
const ON_THE_RIGHT: readonly Field['type'][] = ['number', 'money']

/** The columns of a list of records: the name, the first fields, whose it is, when it was changed. */
export function recordColumns(fields: Field[]): Column<RecordRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sort: 'name',
      cell: ({ name }) => (
        <Text span inherit fw={500}>
          {name}
        </Text>
      ),
    },
    ...fields.slice(0, SHOWN_FIELDS).map((field, place): Column<RecordRow> => {
      const { key, label, type } = field
      return {
        id: key,
        header: label,
        ...(!NOT_SORTED.includes(type) && { sort: key }),
        ...(ON_THE_RIGHT.includes(type) && { align: 'right' as const }),
        wideOnly: place > 1,
        cell: (row) =>
          row.fields[key] === undefined ? (
            '–'
          ) : (
            <FieldValue field={field} value={row.fields[key]} labels={row.labels} />
          ),
      }
    }),
    {
      id: 'owner',
      header: 'Owner',
      wideOnly: true,
      cell: ({ standard }) => (typeof standard.owner_name === 'string' ? standard.owner_name : '–'),
    },
    {
      id: 'updated',
      header: 'Changed',
      sort: 'updated_at',
      width: '8rem',
      wideOnly: true,
      cell: ({ standard }) => <RelativeTime at={String(standard.updated_at)} />,
    },
  ]
}
