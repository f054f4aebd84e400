import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { rolesQuery } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'

export type RolesFieldProps = Pick<
  MultiSelectProps,
  'label' | 'aria-label' | 'description' | 'error' | 'size'
> & {
  value: string[]
  onChange: (roles: string[]) => void
}

/** Chooses the roles of a colleague; one is left at least. Only an owner makes owners. */
export function RolesField({ value, onChange, ...field }: RolesFieldProps) {
  const { data } = useQuery(rolesQuery)
  const iAmOwner = useIsOwner()
  const offered = (data?.data ?? []).filter(({ id }) => iAmOwner || id !== 'owner')
  return (
    <MultiSelect
      {...field}
      data={offered.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={(roles) => roles.length > 0 && onChange(roles)}
      searchable={offered.length > 8}
      comboboxProps={{ withinPortal: true }}
    />
  )
}

/** Whether the reader is an owner. */
export function useIsOwner(): boolean {
  return useSession().user?.roles.includes('owner') ?? false
}
