import { ActionIcon, Stack, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { User } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { UserPicker } from '../../components/UserPicker.tsx'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useIsOwner } from './RolesField.tsx'

export function RemoveUser({ user }: { user: User }) {
  const [asking, { open, close }] = useDisclosure(false)
  const [heir, setHeir] = useState<string | null>(null)
  const client = useQueryClient()
  const iAmOwner = useIsOwner()
  if (user.roles.includes('owner') && !iAmOwner) return null
  const remove = async () => {
    await api.users.remove(user.id, heir)
    toastSaved(`${user.name} removed`)
    await client.invalidateQueries()
  }
  return (
    <>
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove ${user.name}`} onClick={open}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Remove ${user.name}?`}
        verb="Remove"
        onConfirm={remove}
      >
        <Stack gap="md">
          <Text size="sm">
            {user.name} is signed out everywhere and cannot sign in again. What they did stays in the audit
            log.
          </Text>
          <UserPicker
            label="Who takes over their people, companies and deals"
            placeholder="Nobody"
            value={heir}
            onChange={setHeir}
            except={user.id}
          />
        </Stack>
      </ConfirmDialog>
    </>
  )
}
