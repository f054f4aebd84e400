import { ActionIcon, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { ApiKey } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

export function RevokeKey({ apiKey }: { apiKey: ApiKey }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const revoke = async () => {
    await api.keys.remove(apiKey.id)
    toastSaved(`${apiKey.name} revoked`)
    await client.invalidateQueries({ queryKey: ['keys'] })
  }
  return (
    <>
      <Tooltip label="Revoke">
        <ActionIcon aria-label={`Revoke ${apiKey.name}`} onClick={open}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Revoke ${apiKey.name}?`}
        verb="Revoke"
        onConfirm={revoke}
      >
        Programs that use this key are refused from now on. It cannot be brought back.
      </ConfirmDialog>
    </>
  )
}
