import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { rolesQuery } from '../../lib/roles.ts'
import type { PartProps } from './provider-draft.ts'
import classes from './sign-on.module.css'

/** Which group at the provider gives which role here. */
export function GroupFields({ draft, change, problems }: PartProps) {
  const rows = draft.group_roles
  const replace = (index: number, part: Partial<(typeof rows)[number]>) =>
    change({ group_roles: rows.map((row, place) => (place === index ? { ...row, ...part } : row)) })
  return (
    <Stack gap="xs">
      <TextInput
        label={draft.kind === 'oidc' ? 'Claim with the groups' : 'Attribute with the groups'}
        description="When set, roles follow the groups at every sign-in. Owners stay owners."
        placeholder="groups"
        value={draft.group_claim ?? ''}
        onChange={(event) => change({ group_claim: event.currentTarget.value || null })}
        error={problems.group_claim}
      />
      {draft.group_claim !== null && (
        <>
          {rows.map((row, index) => (
            <GroupRow
              key={index}
              place={index + 1}
              row={row}
              onChange={(part) => replace(index, part)}
              onRemove={() => change({ group_roles: rows.filter((_, place) => place !== index) })}
            />
          ))}
          {problems.group_roles && (
            <Text size="sm" c="var(--kith-bad)">
              {problems.group_roles}
            </Text>
          )}
          <Group>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={() => change({ group_roles: [...rows, { group: '', role: 'member' }] })}
            >
              Add a group
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}

type GroupRowProps = {
  place: number
  row: { group: string; role: string }
  onChange: (part: { group?: string; role?: string }) => void
  onRemove: () => void
}

function GroupRow({ place, row, onChange, onRemove }: GroupRowProps) {
  const { data } = useQuery(rolesQuery)
  return (
    <div className={classes.range}>
      <TextInput
        aria-label={`Group ${place}`}
        placeholder="Group at the provider"
        required
        value={row.group}
        onChange={(event) => onChange({ group: event.currentTarget.value })}
      />
      <Select
        aria-label={`Role of group ${place}`}
        allowDeselect={false}
        data={(data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={row.role}
        onChange={(role) => role && onChange({ role })}
      />
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove group ${place}`} onClick={onRemove} mt={6}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
