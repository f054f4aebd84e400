import { Select, type SelectProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'

const MOST = 1000

export type UserPickerProps = Pick<
  SelectProps,
  'label' | 'placeholder' | 'description' | 'error' | 'w' | 'mt' | 'aria-label' | 'disabled' | 'size'
> & {
  value: string | null
  onChange: (id: string | null) => void
  /** Who is not offered. */
  except?: string
  /** The one who is chosen already, also when the reader may not list colleagues. */
  chosen?: { id: string | null; name: string } | null
}

/** Chooses a colleague. */
export function UserPicker({ value, onChange, except, chosen = null, ...field }: UserPickerProps) {
  const { data } = useQuery({ queryKey: ['users', 'all'], queryFn: () => api.users.list({ limit: MOST }) })
  const known = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const isKnown = known.some((one) => one.value === value)
  const choices = value !== null && chosen && !isKnown ? [...known, { value, label: chosen.name }] : known
  return (
    <Select
      {...field}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear', tabIndex: 0 }}
      data={choices.filter((one) => one.value !== except)}
      value={value}
      onChange={onChange}
      nothingFoundMessage="Nobody is called so."
    />
  )
}
