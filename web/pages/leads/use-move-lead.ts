import { useCallback } from 'react'
import type { Lead, LeadsQuery } from '../../../model/lead.ts'
import type { LeadStatus } from '../../../model/lead-status.ts'
import { salesApi } from '../../api-sales.ts'
import { moveCard } from '../../components/board/board.ts'
import { useOptimisticEdit } from '../../lib/queries.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { leadBoard, leadRules, type LeadColumn } from './lead-board.ts'
import { statusNames } from './lead-columns.tsx'

type To = { status: LeadStatus; reason?: string }
type Move = { lead: Lead; to: To }

/** Gives a lead another status: at once on the screen, spoken for those who do not see it, and taken back by its toast. */
export function useMoveLead(query: LeadsQuery) {
  const { mutate } = useOptimisticEdit<LeadColumn[], Move>({
    key: leadBoard(query).key,
    touches: [['leads']],
    apply: (columns, { lead, to }) =>
      moveCard(columns, lead.id, { stageId: to.status, afterId: null }, leadRules(new Date())),
    save: ({ lead, to }) => salesApi.leads.change(lead.id, to),
    said: ({ lead, to }) => `${lead.name} is ${statusNames[to.status].toLowerCase()} now`,
    about: ({ lead }) => lead.id,
    undo: (_columns, { lead: { id, status, reason } }) =>
      salesApi.leads.change(id, { status, ...(status === 'disqualified' && { reason }) }),
  })
  return useCallback(
    (lead: Lead, to: To) => {
      announce(`${lead.name}: ${statusNames[to.status]}`)
      mutate({ lead, to })
    },
    [mutate],
  )
}
