import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { formDefinition, type Form, type FormDefinition, type FormField } from '../../../model/form.ts'
import { formsApi } from '../../api-forms.ts'
import { toastSaved } from '../../lib/toasts.tsx'

const PREVIEW_AFTER_MS = 300

/** A form being edited: nothing is kept until it is saved, and then only if nobody else has changed it. */
export function useFormDraft(form: Form) {
  const client = useQueryClient()
  const [name, setName] = useState(form.name)
  const [definition, setDefinition] = useState<FormDefinition>(form.definition)
  const save = useMutation({
    mutationFn: () =>
      formsApi.change(form.id, {
        name,
        definition: withoutEmptyLines(definition),
        version: form.version,
      }),
    onSuccess: async () => {
      toastSaved('Saved; the form shows it from now on')
      await client.invalidateQueries({ queryKey: ['forms'] })
    },
  })
  const change = (part: Partial<FormDefinition>) => setDefinition((old) => ({ ...old, ...part }))
  const isChanged = name !== form.name || JSON.stringify(definition) !== JSON.stringify(form.definition)
  const reset = () => {
    setName(form.name)
    setDefinition(form.definition)
    save.reset()
  }
  return { name, setName, definition, change, isChanged, save, reset }
}

/** The page of the form as it is being edited, a moment later; the last that made one while it does not, with why. */
export function useFormPreview(definition: FormDefinition) {
  const [settled] = useDebouncedValue(definition, PREVIEW_AFTER_MS)
  const read = formDefinition.safeParse(withoutEmptyLines(settled))
  const { data } = useQuery({
    queryKey: ['form-preview', settled],
    queryFn: () => formsApi.preview(withoutEmptyLines(settled)),
    enabled: read.success,
    placeholderData: keepPreviousData,
  })
  return { html: data?.html, problem: read.error && problemOf(read.error.issues[0], settled) }
}

function problemOf(
  issue: { path: PropertyKey[]; message: string } | undefined,
  { fields }: FormDefinition,
): string {
  const [part, place] = issue?.path ?? []
  const field = part === 'fields' && typeof place === 'number' ? fields[place] : undefined
  return `${field ? `“${field.label || field.key}”: ` : ''}${issue?.message ?? ''}`
}

/** Lists are typed one a line; the line that is being begun is none yet. */
function withoutEmptyLines(definition: FormDefinition): FormDefinition {
  const filled = (lines: string[]) => lines.filter((line) => line.trim() !== '')
  return {
    ...definition,
    sites: filled(definition.sites),
    fields: definition.fields.map((field) => ({ ...field, options: filled(field.options) })),
  }
}

/** A key that no other field has: `name`, else `name_2`, and so on. */
export function freeKey(key: string, fields: FormField[]): string {
  const taken = new Set(fields.map((field) => field.key))
  let free = key
  for (let number = 2; taken.has(free); number += 1) free = `${key}_${number}`
  return free
}
