import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Deal, DealChange, DealFieldChange } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import type { Conflict } from '../../components/activities/ConflictAlert.tsx'
import { ApiError } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { clashSentence } from './clash-sentence.ts'

type Fields = Omit<DealChange, 'version' | 'after_deal_id'>

/**
 * Edits a deal in its panel: saved at once, and refused when somebody else changed the deal since it was read
 * (`conflict`), who then decides whose value stays. What somebody changed elsewhere in the deal is no conflict.
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
  const decide = async (fields: Fields | null) => {
    await client.refetchQueries({ queryKey: key })
    edit.reset()
    const now = client.getQueryData<Deal>(key)
    if (fields && now) force.mutate({ fields, version: now.version })
  }
  const force = useMutation({
    mutationFn: ({ fields, version }: { fields: Fields; version: number }) =>
      api.deals.change(deal.id, { ...fields, version }),
    onSuccess: async (changed, { fields }) => {
      toastSaved(sentenceFor(fields))
      await keep(changed)
    },
    onError: (error) => toastError(error),
  })
  const clash = isConflict(edit.error) ? edit.error : null
  const typed = edit.variables
  // Somebody changed something else: there is nothing to decide.
  const isElsewhere = clash !== null && typed !== undefined && !touches(clash, typed)
  const settle = useEffectEvent(() => typed && void decide(typed))
  useEffect(() => {
    if (isElsewhere) settle()
  }, [isElsewhere])
  return {
    save: edit.mutate,
    conflict:
      clash && typed && !isElsewhere ? conflictOf(clash, typed, (fields) => void decide(fields)) : null,
  }
}

/** What to ask when both changed the same field; only the words about why it was closed can be kept both. */
function conflictOf(clash: ApiError, typed: Fields, decide: (fields: Fields | null) => void): Conflict {
  const note = changesOf(clash).find(({ field }) => field === 'close_note')?.to
  return {
    sentence: clashSentence(changesOf(clash).filter(({ field }) => field in typed)),
    mine: () => decide(typed),
    theirs: () => decide(null),
    both:
      typed.close_note !== undefined && typeof note === 'string'
        ? () => decide({ ...typed, close_note: [note, typed.close_note].join('\n') })
        : undefined,
  }
}

function touches(clash: ApiError, typed: Fields): boolean {
  const changes = changesOf(clash)
  return changes.length === 0 || changes.some(({ field }) => field in typed)
}

function changesOf({ details }: ApiError): DealFieldChange[] {
  return typeof details === 'object' && details !== null && 'changes' in details
    ? (details.changes as DealFieldChange[])
    : []
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
    amount_source: deal.amount_source,
    expected_close_on: deal.expected_close_on,
    person_id: deal.person?.id ?? null,
    company_id: deal.company?.id ?? null,
    close_reason_id: deal.close_reason?.id ?? null,
    close_note: deal.close_note,
    owner_id: deal.owner?.id ?? null,
  }
  // An amount that was entered comes back with its source.
  const isTaken = fields.amount_source === 'line_items'
  return Object.fromEntries(
    Object.entries(was).filter(([name]) => name in fields || (isTaken && name === 'amount')),
  )
}

function sentenceFor(fields: Fields): string {
  if (fields.name !== undefined) return `Renamed to ${fields.name}`
  if (fields.stage_id !== undefined) return 'Stage changed'
  if (fields.amount !== undefined || fields.amount_source !== undefined) return 'Amount changed'
  if (fields.expected_close_on !== undefined) return 'Expected close changed'
  if (fields.close_reason_id !== undefined || fields.close_note !== undefined) return 'Reason changed'
  if (fields.owner_id !== undefined) return 'Owner changed'
  return fields.person_id === undefined ? 'Company changed' : 'Person changed'
}

const isConflict = (error: Error | null): error is ApiError =>
  error instanceof ApiError && error.code === 'conflict'
