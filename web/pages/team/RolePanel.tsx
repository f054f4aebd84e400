import {
  Button,
  Checkbox,
  Group,
  List,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ANY_OBJECT, everyAction } from '../../../model/rights.ts'
import type { Role } from '../../../model/role.ts'
import { grantedPermissions, type Permission } from '../../../model/roles.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { permissionNames } from '../../lib/permissions.ts'
import { rightsWords } from '../../lib/rights-words.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { FieldRulesEditor } from './FieldRulesEditor.tsx'
import { RemoveRole } from './RemoveRole.tsx'
import { RightsMatrix } from './RightsMatrix.tsx'

export type RolePanelProps = {
  /** The role to show, a new one, or none. */
  role: Role | 'new' | null
  mayWrite: boolean
  onClose: () => void
}

/** A role: what who holds it may do with which records, and which other parts of Kith they may use. */
export function RolePanel({ role, mayWrite, onClose }: RolePanelProps) {
  const title = role === 'new' ? 'New role' : role?.name
  return (
    <SidePanel opened={role !== null} onClose={onClose} size="xl" title={title}>
      {role && (
        <RoleForm key={role === 'new' ? 'new' : role.id} role={role} mayWrite={mayWrite} onClose={onClose} />
      )}
    </SidePanel>
  )
}

type Draft = Pick<Role, 'name' | 'description' | 'permissions' | 'rights' | 'fields'>

const blank: Draft = {
  name: '',
  description: '',
  permissions: ['events:read', 'segments:read', 'users:read'],
  rights: {
    people: { ...everyAction('own'), view: 'team', export: 'none' },
    companies: { ...everyAction('own'), view: 'team', export: 'none' },
    deals: { ...everyAction('own'), export: 'none' },
    [ANY_OBJECT]: everyAction('own'),
  },
  fields: {},
}

function draftOf({ name, description, permissions, rights, fields }: Role): Draft {
  return { name, description, permissions, rights, fields }
}

function RoleForm({ role, mayWrite, onClose }: RolePanelProps & { role: Role | 'new' }) {
  const [draft, setDraft] = useState(() => (role === 'new' ? blank : draftOf(role)))
  const save = useSaveRole(role, onClose)
  const locked = !mayWrite || (role !== 'new' && role.built_in)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        {locked ? (
          <Text size="sm" c="dimmed">
            {mayWrite ? 'This role comes with Kith and stays as it is.' : draft.description}
          </Text>
        ) : (
          <Naming draft={draft} change={change} problems={fieldErrors(save.error)} />
        )}
        <section>
          <Title order={3} size="h4" mb="xs">
            Records
          </Title>
          <RightsMatrix rights={draft.rights} onChange={locked ? null : (rights) => change({ rights })} />
          <List size="sm" mt="sm" spacing={2} aria-label="In words">
            {rightsWords(draft.rights).map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
        </section>
        <section>
          <Title order={3} size="h4" mb="xs">
            Fields
          </Title>
          <FieldRulesEditor fields={draft.fields} onChange={locked ? null : (fields) => change({ fields })} />
        </section>
        <Areas draft={draft} change={locked ? null : change} />
        <FormError error={save.error} />
        {!locked && (
          <Group justify="space-between">
            {role === 'new' ? <span /> : <RemoveRole role={role} onRemoved={onClose} />}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={save.isPending}>
                {role === 'new' ? 'Make the role' : 'Save'}
              </Button>
            </Group>
          </Group>
        )}
      </Stack>
    </form>
  )
}

type PartProps = { draft: Draft; change: (part: Partial<Draft>) => void }

function Naming({ draft, change, problems }: PartProps & { problems: Record<string, string> }) {
  return (
    <Stack gap="sm">
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problems.name}
      />
      <Textarea
        label="What it is for"
        autosize
        minRows={1}
        maxLength={500}
        value={draft.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
    </Stack>
  )
}

function Areas({ draft, change }: { draft: Draft; change: PartProps['change'] | null }) {
  const toggle = (permission: Permission, given: boolean) =>
    change?.({
      permissions: given
        ? [...draft.permissions, permission]
        : draft.permissions.filter((one) => one !== permission),
    })
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Other parts of Kith
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        {grantedPermissions.map((permission) => (
          <Checkbox
            key={permission}
            size="sm"
            label={permissionNames[permission]}
            checked={draft.permissions.includes(permission)}
            disabled={!change}
            onChange={(event) => toggle(permission, event.currentTarget.checked)}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="xs">
        Live events and deliveries show everybody’s data: they open only to roles that see all people.
      </Text>
    </section>
  )
}

function useSaveRole(role: Role | 'new', onSaved: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: Draft) =>
      role === 'new' ? api.roles.create(draft) : api.roles.change(role.id, draft),
    onSuccess: async ({ name }) => {
      toastSaved(`Role ${name} saved`)
      await client.invalidateQueries()
      onSaved()
    },
  })
}
