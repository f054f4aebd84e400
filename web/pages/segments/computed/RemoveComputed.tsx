import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { api } from '../../../api.ts'
import { links } from '../../../lib/links.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'

/** Names the removal of this computed trait: while it is under way, how the trait is is no question any more. */
export const removalOf = (id: string): QueryKey => ['computed-traits', 'removal', id]

/** Removes a computed trait, once it is sure that somebody means it. */
export function RemoveComputed({ trait }: { trait: ComputedTrait }) {
  const [opened, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutateAsync: remove } = useMutation({
    mutationKey: removalOf(trait.id),
    mutationFn: async () => {
      await client.cancelQueries({ queryKey: ['computed-traits', 'one', trait.id] })
      await api.computedTraits.remove(trait.id)
      toastSaved(`Computed trait ${trait.name} removed`)
      await navigate(links.computedTraits())
      // All but what is about the trait itself: its page may still be there for a moment.
      const predicate = ({ queryKey }: { queryKey: QueryKey }) => !queryKey.includes(trait.id)
      await client.invalidateQueries({ queryKey: ['computed-traits'], predicate })
    },
  })
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
        onConfirm={() => remove()}
      >
        Its values are taken from people, and what they were before is forgotten. Whoever your sources say
        something about under this name gets that back.
      </ConfirmDialog>
    </>
  )
}
