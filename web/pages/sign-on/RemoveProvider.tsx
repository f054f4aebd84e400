import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { Provider } from '../../../model/sign-on-provider.ts'
import { api } from '../../api.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { providersKey } from './provider-draft.ts'

/** Removes a provider; accounts stay. */
export function RemoveProvider({ provider, onRemoved }: { provider: Provider; onRemoved: () => void }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const remove = async () => {
    await api.signOn.removeProvider(provider.id)
    toastSaved(`${provider.name} removed`)
    onRemoved()
    await client.invalidateQueries({ queryKey: providersKey })
  }
  return (
    <>
      <Button variant="default" onClick={open}>
        Remove
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Remove ${provider.name}?`}
        verb="Remove"
        onConfirm={remove}
      >
        <Text size="sm">
          Nobody signs in with it any more. Accounts stay; who has no password needs another way to sign in.
        </Text>
      </ConfirmDialog>
    </>
  )
}
