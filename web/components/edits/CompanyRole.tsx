import { Autocomplete, Button, Group, Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Membership } from '../../../model/person.ts'
import { editsApi, keyOf } from '../../api-edits.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import classes from './CompanyRole.module.css'

export type CompanyRoleProps = {
  person: string
  company: Membership
  /** What the company is called. */
  label: string
  mayWrite: boolean
}

/** What a person is at a company, changed where it stands. */
export function CompanyRole({ person, company, label, mayWrite }: CompanyRoleProps) {
  const [opened, setOpened] = useState(false)
  const { role } = company
  if (!mayWrite)
    return role === undefined ? null : (
      <Text span size="sm" c="dimmed">
        {role}
      </Text>
    )
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={classes.role}
          data-empty={role === undefined || undefined}
          aria-label={role === undefined ? `Say what they are at ${label}` : `${role} at ${label}: change`}
          onClick={() => setOpened(!opened)}
        >
          {role ?? 'Add a role'}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Role at ${label}`}>
        <RoleForm person={person} company={company} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

type RoleFormProps = { person: string; company: Membership; onDone: () => void }

function RoleForm({ person, company: { id, role: before }, onDone }: RoleFormProps) {
  const [role, setRole] = useState(before ?? '')
  const client = useQueryClient()
  const used = useQuery({ queryKey: ['company-roles'], queryFn: editsApi.companyRoles })
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keyOf('person') }),
      client.invalidateQueries({ queryKey: ['company-roles'] }),
    ])
  const set = (value: string | null) => editsApi.setCompanyRole(person, id, value)
  const save = useMutation({
    mutationFn: () => set(role.trim() || null),
    onSuccess: async () => {
      onDone()
      toastSaved('Role saved', () => void set(before ?? null).then(refresh, toastError))
      await refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Autocomplete
          label="Role"
          placeholder="Decision maker"
          maxLength={100}
          data-autofocus
          data={used.data?.data ?? []}
          value={role}
          onChange={setRole}
        />
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" size="xs" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
