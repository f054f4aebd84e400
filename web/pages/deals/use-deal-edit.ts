import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Deal, DealChange } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { ApiError } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

type Fields = Omit<DealChange, 'version' | 'after_deal_id'>

/**
 * Edits a deal in its panel: saved at once, and refused when somebody else changed the deal since it was read
 * (`conflict`); `reload` then fetches what it is now.
 */
export function useDealEdit(deal: Deal) {
  const client = useQueryClient()
  const key = ['deals', 'one', deal.id]
  const keep = async (changed: Deal) => {
    client.setQueryData(key, changed)
    await client.invalidateQueries({ queryKey: ['deals'] })
  }
  const edit = useMutation({
    mutationFn: (fields: Fields) => api.deals.change(deal.id, { ...fields, version: deal.version }),
    onSuccess: async (changed, fields) => {
      toastSaved(sentenceFor(fields), () => void takeBack(changed, before(deal, fields), keep))
      await keep(changed)
    },
    onError: (error) => !isConflict(error) && toastError(error),
  })
  const reload = async () => {
    await client.refetchQueries({ queryKey: key })
    edit.reset()
  }
  return {
    save: edit.mutate,
    conflict: isConflict(edit.error) ? edit.error : null,
    reload: () => void reload(),
  }
}

async function takeBack(changed: Deal, fields: Fields, keep: (deal: Deal) => Promise<void>) {
  try {
    await keep(await api.deals.change(changed.id, { ...fields, version: changed.version }))
    toastSaved('Undone')
  } catch (error) {
    toastError(error)
  }
}

/** The values that the changed fields had. */
function before(deal: Deal, fields: Fields): Fields {
  const was: Required<Fields> = {
    name: deal.name,
    stage_id: deal.stage_id,
    amount: deal.amount,
    expected_close_on: deal.expected_close_on,
    person_id: deal.person?.id ?? null,
    company_id: deal.company?.id ?? null,
    owner_id: deal.owner?.id ?? null,
  }
  return Object.fromEntries(Object.entries(was).filter(([name]) => name in fields))
}

function sentenceFor(fields: Fields): string {
  if (fields.name !== undefined) return `Renamed to ${fields.name}`
  if (fields.stage_id !== undefined) return 'Stage changed'
  if (fields.amount !== undefined) return 'Amount changed'
  if (fields.expected_close_on !== undefined) return 'Expected close changed'
  if (fields.owner_id !== undefined) return 'Owner changed'
  return fields.person_id === undefined ? 'Company changed' : 'Person changed'
}

const isConflict = (error: Error | null) => error instanceof ApiError && error.code === 'conflict'
