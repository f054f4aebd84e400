import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { BrowserKey } from '../../../model/profile.ts'
import { api } from '../../api.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

export function RemoveBrowserKey({
  browserKey,
  onRemoved,
}: {
  browserKey: BrowserKey
  onRemoved: () => void
}) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const removeIt = async () => {
    await api.browserKeys.remove(browserKey.id)
    onRemoved()
    toastSaved(`${browserKey.name} removed`)
    await client.invalidateQueries({ queryKey: ['browser-keys'] })
  }
  return (
    <>
      <Button variant="subtle" color="red" c="var(--kith-bad)" onClick={open}>
        Remove this key
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Remove ${browserKey.name}?`}
        verb="Remove"
        onConfirm={removeIt}
      >
        Pages that use this key are refused from now on. It cannot be brought back.
      </ConfirmDialog>
    </>
  )
}
