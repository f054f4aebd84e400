import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { Deal } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'

export type DeleteDealProps = { deal: Deal; onDeleted: () => void }

/** Deletes a deal after one question; its toast brings it back. */
export function DeleteDeal({ deal, onDeleted }: DeleteDealProps) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['deals'] })
  const restore = async () => {
    try {
      await api.deals.restore(deal.id)
      toastSaved(`${deal.name} is back`)
    } catch (error) {
      toastError(error)
    } finally {
      await refresh()
    }
  }
  const remove = async () => {
    await api.deals.remove(deal.id)
    onDeleted()
    client.removeQueries({ queryKey: ['deals', 'one', deal.id] })
    toastSaved(`${deal.name} deleted`, () => void restore())
    await refresh()
  }
  return (
    <Group justify="flex-end" mt="xl">
      <Button variant="subtle" color="red" c="var(--kith-bad)" onClick={open}>
        Delete this deal
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Delete ${deal.name}?`}
        verb="Delete"
        onConfirm={remove}
      >
        It leaves the board and every list. Its person, its company and what happened so far stay.
      </ConfirmDialog>
    </Group>
  )
}
