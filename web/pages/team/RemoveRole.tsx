import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { Role } from '../../../model/role.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

export function RemoveRole({ role, onRemoved }: { role: Role; onRemoved: () => void }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const remove = async () => {
    await api.roles.remove(role.id)
    toastSaved(`Role ${role.name} removed`)
    onRemoved()
    await client.invalidateQueries({ queryKey: ['roles'] })
  }
  return (
    <>
      <Button variant="subtle" color="red" onClick={open}>
        Remove
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Remove ${role.name}?`}
        verb="Remove"
        onConfirm={remove}
      >
        {role.users === 0
          ? 'Nobody has this role.'
          : `${counted(role.users, 'colleague')} still have it. Give them another role first.`}
      </ConfirmDialog>
    </>
  )
}
