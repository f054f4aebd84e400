import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Form } from '../../../model/form.ts'
import { formsApi } from '../../api-forms.ts'
import { links } from '../../lib/links.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Opens, closes and deletes a form, each to be taken back. */
export function FormActions({ form: { id, name, open } }: { form: Form }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const reread = () => client.invalidateQueries({ queryKey: ['forms'] })
  const setOpen = async (to: boolean) => {
    await formsApi.change(id, { open: to })
    await reread()
  }
  const turn = useMutation({
    mutationFn: () => setOpen(!open),
    onSuccess: () =>
      toastSaved(open ? `${name} takes no more answers` : `${name} takes answers again`, () => {
        void setOpen(open).catch(toastError)
      }),
    onError: (error) => toastError(error),
  })
  const remove = useMutation({
    mutationFn: () => formsApi.remove(id),
    onSuccess: async () => {
      await navigate(links.forms())
      toastSaved(`${name} is deleted; its leads stay`, () => {
        void formsApi.restore(id).then(reread, toastError)
      })
      await reread()
    },
    onError: (error) => toastError(error),
  })
  return (
    <Group gap="xs">
      <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
        {open ? 'Close' : 'Open'}
      </Button>
      <Button variant="default" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        Delete
      </Button>
    </Group>
  )
}
