import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Field, FieldValues } from '../../../model/field.ts'
import { isEmpty, readFieldValue } from '../../../model/field-value.ts'
import { api } from '../../api.ts'
import { ApiError, fieldErrors, sentenceOf } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** `mine` is what was typed, `theirs` what somebody else made of the value since it was read. */
export type Conflict = { mine: unknown; theirs: unknown }

type Write = { value: unknown; known: unknown }

/**
 * Edits one value of a record in place: checked as it is typed in, saved at once, with an undo. When somebody else
 * changed it since, `conflict` has both values, and `settle` keeps one.
 */
export function useFieldEdit(path: string, field: Field, current: unknown) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const key = ['values', path]
  const write = ({ value, known }: Write) =>
    api.values.change(path, { values: { [field.key]: value }, known: { [field.key]: known ?? null } })
  const keep = async (values: FieldValues) => {
    client.setQueryData(key, values)
    await client.invalidateQueries({ queryKey: [path.split('/')[0]] })
  }
  const takeBack = (saved: FieldValues) => {
    const again = { value: current ?? null, known: saved.values[field.key] }
    write(again)
      .then(keep)
      .then(() => toastSaved('Undone'), toastError)
  }
  const edit = useMutation({
    mutationFn: write,
    onSuccess: async (saved) => {
      toastSaved(`${field.label} saved`, () => takeBack(saved), `${path} ${field.key}`)
      await keep(saved)
    },
    onError: (error, { value }) => {
      if (error instanceof ApiError && error.code === 'conflict')
        setConflict({ mine: value, theirs: nowOf(error) })
      else setProblem(fieldErrors(error)[`fields.${field.key}`] ?? sentenceOf(error))
    },
  })
  /** Saves what was typed; false when it cannot be saved, and `problem` says why. */
  const save = (typed: unknown): boolean => {
    const read = readFieldValue(field, typed)
    if (!read.ok) setProblem(`${field.label} ${read.problem}.`)
    else if (field.required && isEmpty(read.value)) setProblem(`${field.label} is required.`)
    else {
      setProblem(null)
      const isSame = JSON.stringify(read.value ?? null) === JSON.stringify(current ?? null)
      if (!isSame) edit.mutate({ value: read.value, known: current })
      return true
    }
    return false
  }
  const settle = (kept: 'mine' | 'theirs') => {
    if (conflict && kept === 'mine') edit.mutate({ value: conflict.mine, known: conflict.theirs })
    setConflict(null)
    void client.invalidateQueries({ queryKey: key })
  }
  return {
    save,
    isSaving: edit.isPending,
    saved: edit.variables?.value,
    problem,
    setProblem,
    conflict,
    settle,
  }
}

function nowOf(error: ApiError): unknown {
  const details: unknown = error.details
  const first: unknown = Array.isArray(details) ? details[0] : null
  return typeof first === 'object' && first !== null && 'now' in first ? first.now : null
}
