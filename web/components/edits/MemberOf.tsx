import { ActionIcon, Button, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Joining } from '../../../model/edit.ts'
import type { Person } from '../../../model/person.ts'
import { editsApi, keyOf } from '../../api-edits.ts'
import { companyLabel } from '../../lib/companies.ts'
import { links } from '../../lib/links.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { CompanyPicker } from '../CompanyPicker.tsx'
import { CompanyRole } from './CompanyRole.tsx'
import classes from '../member-list.module.css'

/** The companies that a person belongs to; more can be added, and each ended. */
export function MemberOf({ person, mayWrite }: { person: Person; mayWrite: boolean }) {
  const client = useQueryClient()
  const reread = () => client.invalidateQueries({ queryKey: keyOf('person') })
  const leave = useMutation({
    mutationFn: ({ id }: { id: string; label: string; role: string | undefined }) =>
      editsApi.leave(person.id, id),
    onSuccess: async (_, { id, label, role }) => {
      const again = async () => {
        await editsApi.join(person.id, { id })
        if (role !== undefined) await editsApi.setCompanyRole(person.id, id, role)
        await reread()
      }
      toastSaved(`No longer at ${label}`, () => void again().catch(toastError))
      await reread()
    },
    onError: (error) => toastError(error),
  })
  const { companies } = person
  return (
    <Section
      title="Companies"
      count={companies.length}
      action={mayWrite && <AddCompany person={person.id} onAdded={reread} />}
    >
      {companies.length === 0 && (
        <Text size="sm" c="dimmed">
          No company yet.
        </Text>
      )}
      <ul className={classes.list}>
        {companies.map((company) => {
          const label = companyLabel(company)
          return (
            <li key={company.id}>
              <Avatar label={label} seed={company.id} shape="square" />
              <TextLink {...links.company(company.id)} fz="inherit">
                {label}
              </TextLink>
              {company.by_email && (
                <Text
                  span
                  className={classes.origin}
                  title="Added because of the domain of their e-mail address"
                >
                  from e-mail
                </Text>
              )}
              <CompanyRole person={person.id} company={company} label={label} mayWrite={mayWrite} />
              {mayWrite && (
                <ActionIcon
                  className={classes.remove}
                  size="sm"
                  aria-label={`Take ${label} away`}
                  onClick={() => leave.mutate({ id: company.id, label, role: company.role })}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function AddCompany({ person, onAdded }: { person: string; onAdded: () => Promise<void> }) {
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const join = useMutation({
    mutationFn: (company: Joining) => editsApi.join(person, company),
    onSuccess: async ({ edit }) => {
      setOpened(false)
      setName('')
      const undo = () => edit && void editsApi.undo(edit).then(onAdded, toastError)
      toastSaved(edit ? 'Company added' : 'They belong to it already', edit ? undo : undefined)
      await onAdded()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') join.mutate({ name })
  }
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setOpened(!opened)}>
          Add
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a company">
        <form onSubmit={submit}>
          <Stack gap="xs">
            <CompanyPicker
              label="Company"
              placeholder="Search companies"
              // In a portal a choice would be outside of the popover, and end it before it counts.
              comboboxProps={{ withinPortal: false }}
              value={null}
              onChange={(id) => id && join.mutate({ id })}
            />
            <TextInput
              label="Or a new one"
              placeholder="Its name"
              maxLength={300}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <FormError error={join.error} />
            <Button type="submit" size="xs" loading={join.isPending} disabled={name.trim() === ''}>
              Add the new company
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
