import { ActionIcon, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { User } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { useSession } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

export function RemoveUser({ user }: { user: User }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const iAmOwner = useSession().user?.role === 'owner'
  if (user.role === 'owner' && !iAmOwner) return null
  const remove = async () => {
    await api.users.remove(user.id)
    toastSaved(`${user.name} removed`)
    await client.invalidateQueries({ queryKey: ['users'] })
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
        {user.name} is signed out everywhere and cannot sign in again. What they did stays in the audit log.
      </ConfirmDialog>
    </>
  )
}
