import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { JsonObject } from '../../../model/json.ts'
import { editsApi, keyOf, type EditedObject } from '../../api-edits.ts'
import { ApiError, fieldErrors, sentenceOf } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

export type TraitTarget = { object: EditedObject; id: string; traits: JsonObject }

/** What is wrong with a value, and who has it already, if that is it. */
export type TraitProblem = { sentence: string; other: { id: string; name: string } | null }

/**
 * Changes traits of a person or company one at a time, each saved at once, with an undo that takes it back exactly, an address with the
 * identifier that it became.
 */
export function useTraitEdit({ object, id, traits }: TraitTarget, onSaved: () => void = () => undefined) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<TraitProblem | null>(null)
  const reread = () => client.invalidateQueries({ queryKey: keyOf(object) })
  const takeBack = (edit: string) =>
    void editsApi
      .undo(edit)
      .then(reread)
      .then(() => toastSaved('Undone'), toastError)
  const edit = useMutation({
    mutationFn: ({ name, value }: { name: string; label: string; value: unknown }) =>
      editsApi.change(object, id, {
        traits: { [name]: value as string },
        known: { [name]: traits[name] ?? null },
      }),
    onSuccess: async ({ edit: made }, { name, label }) => {
      if (made) toastSaved(`${label} saved`, () => takeBack(made), `${id} ${name}`)
      onSaved()
      await reread()
    },
    onError: async (error, { name }) => {
      setProblem({
        sentence: fieldErrors(error)[`traits.${name}`] ?? sentenceOf(error),
        other: otherOf(error),
      })
      if (error instanceof ApiError && error.code === 'conflict') await reread()
    },
  })
  return {
    problem,
    clear: () => setProblem(null),
    save(name: string, label: string, value: unknown) {
      setProblem(null)
      const before = traits[name] ?? null
      if (JSON.stringify(before) === JSON.stringify(value ?? null)) onSaved()
      else edit.mutate({ name, label, value })
    },
    /** The trait that is on its way, and its value. */
    saving: edit.isPending ? edit.variables : null,
  }
}

function otherOf(error: unknown): TraitProblem['other'] {
  if (!(error instanceof ApiError) || !Array.isArray(error.details)) return null
  const details: { person?: { id: string; name: string } }[] = error.details
  return details.find(({ person }) => person)?.person ?? null
}
