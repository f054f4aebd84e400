import { Table } from '@mantine/core'
import { isObject } from '../../../model/json.ts'
import { PropertyList } from '../../ui/PropertyList.tsx'

/** What was written down about a change: before beside after, and all else below. */
export function Changes({ details }: { details: unknown }) {
  if (!isObject(details)) return null
  const { before, after } = details
  const hasBoth = isObject(before) && isObject(after)
  const told = hasBoth ? ['before', 'after', 'changed'] : []
  const rest = Object.fromEntries(Object.entries(details).filter(([name]) => !told.includes(name)))
  return (
    <>
      {hasBoth && <BeforeAfter before={before} after={after} />}
      {Object.keys(rest).length > 0 && <PropertyList properties={rest} />}
    </>
  )
}

type Values = Record<string, unknown>

function BeforeAfter({ before, after }: { before: Values; after: Values }) {
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Field</Table.Th>
          <Table.Th>Before</Table.Th>
          <Table.Th>After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(after).map(([field, value]) => (
          <Table.Tr key={field}>
            <Table.Th scope="row">{field.replaceAll('_', ' ')}</Table.Th>
            <Table.Td>{shown(before[field])}</Table.Td>
            <Table.Td>{shown(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return JSON.stringify(value)
}
