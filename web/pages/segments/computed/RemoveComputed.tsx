import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { api } from '../../../api.ts'
import { links } from '../../../lib/links.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'

/** Removes a computed trait, once it is sure that somebody means it. */
export function RemoveComputed({ trait }: { trait: ComputedTrait }) {
  const [opened, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    const own = { queryKey: ['computed-traits', 'one', trait.id] }
    // The page asks again and again how the trait is, which is no question any more.
    await client.cancelQueries(own)
    await api.computedTraits.remove(trait.id)
    toastSaved(`Computed trait ${trait.name} removed`)
    await navigate(links.computedTraits())
    client.removeQueries(own)
    await client.invalidateQueries({ queryKey: ['computed-traits'] })
  }
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={open}>
        Remove
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Remove the computed trait ${trait.name}?`}
        verb="Remove"
        onConfirm={remove}
      >
        Its values are taken from people, and what they were before is forgotten. Whoever your sources say
        something about under this name gets that back.
      </ConfirmDialog>
    </>
  )
}
