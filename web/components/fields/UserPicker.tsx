import { Select } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import type { PickerProps } from '../PersonPicker.tsx'

const MOST = 1_000

const colleaguesQuery = queryOptions({
  queryKey: ['users', 'picker'],
  queryFn: async () => (await api.users.list({ limit: MOST })).data,
  staleTime: 60_000,
})

/** Chooses a colleague. */
export function UserPicker({ value, onChange, ...field }: PickerProps) {
  const { data: users = [] } = useQuery(colleaguesQuery)
  return (
    <Select
      {...field}
      data={users.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear' }}
      nothingFoundMessage="Nobody is called so."
      value={value}
      onChange={onChange}
    />
  )
}
