import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Field } from '../../../model/field.ts'
import { api } from '../../api.ts'
import { filesApi } from '../../api-files.ts'
import { fieldErrors, sentenceOf } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Puts a file into a field of a record, or takes it out; what the field had before comes back with the undo. */
export function useFileField(path: string, field: Pick<Field, 'key' | 'label'>, current: string | null) {
  const client = useQueryClient()
  const give = (id: string | null) => api.values.change(path, { values: { [field.key]: id } })
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['values', path] }),
      client.invalidateQueries({ queryKey: [path.split('/')[0]] }),
    ])
  const takeBack = () =>
    void give(current)
      .then(() => toastSaved('Undone'))
      .catch(toastError)
      .finally(() => void refresh())
  const change = useMutation({
    mutationFn: async (file: File | null) => {
      await (file === null ? give(null) : filesApi.putInField(path, field.key, file))
    },
    onSuccess: async (_, file) => {
      const sentence = file === null ? `${field.label} taken out` : `${field.label}: ${file.name} saved`
      toastSaved(sentence, takeBack, `${path} ${field.key}`)
      await refresh()
    },
    onError: (error) =>
      toastError(error, fieldErrors(error)[`fields.${field.key}`] ?? `${field.label}: ${sentenceOf(error)}`),
  })
  return {
    put: (file: File) => change.mutate(file),
    remove: () => change.mutate(null),
    isSaving: change.isPending,
  }
}
