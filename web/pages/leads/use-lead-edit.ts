import { useQueryClient } from '@tanstack/react-query'
import type { Lead, LeadChange } from '../../../model/lead.ts'
import { salesApi } from '../../api-sales.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Saves changes of a lead one by one, each with its undo, and reads again what they touch. */
export function useLeadEdit(lead: Lead) {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all(
      [['leads'], ['deals'], ['companies'], ['people'], ['activities']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  const run = async (saving: Promise<unknown>, said: string, undo?: () => Promise<unknown>) => {
    try {
      await saving
      toastSaved(said, undo && (() => void run(undo(), 'Undone')), lead.id)
    } catch (error) {
      toastError(error)
    }
    await refresh()
  }
  return {
    run,
    change: (change: LeadChange, back: LeadChange, said: string) =>
      run(salesApi.leads.change(lead.id, { ...change, version: lead.version }), said, () =>
        salesApi.leads.change(lead.id, back),
      ),
  }
}
