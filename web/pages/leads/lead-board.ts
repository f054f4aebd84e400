import type { Lead, LeadsQuery } from '../../../model/lead.ts'
import { leadStatuses, type LeadStatus } from '../../../model/lead-status.ts'
import { salesApi } from '../../api-sales.ts'
import type { Column, MoveRules } from '../../components/board/board.ts'
import type { BoardSource } from '../../components/board/use-board.ts'
import { statusNames } from './lead-columns.tsx'

const FIRST_CARDS = 30

/** A status with how many leads it has; with `more`, at least so many. */
export type LeadColumn = Column<Lead> & { stage: { id: LeadStatus; name: string }; more: boolean }

/** The board of the leads that a filter means. */
export const leadBoard = (query: LeadsQuery): BoardSource<LeadColumn> => ({
  key: ['leads', 'board', query],
  async read() {
    const [counts, ...pages] = await Promise.all([
      salesApi.leads.counts({ ...query, sort: undefined }),
      ...leadStatuses.map((status) => salesApi.leads.list({ ...query, status }, { limit: FIRST_CARDS })),
    ])
    return leadStatuses.map((status, place) => {
      const { count = 0, more = false } = counts.data.find((one) => one.status === status) ?? {}
      const { data: cards = [], next = null } = pages[place] ?? {}
      return { stage: { id: status, name: statusNames[status] }, count, more, cards, next }
    })
  },
  page: ({ stage }, page) => salesApi.leads.list({ ...query, status: stage.id }, page),
})

/** The days in a status begin anew. */
export function leadRules(now: Date): MoveRules<LeadColumn> {
  return {
    enter: (lead, stageId) => ({
      ...lead,
      status: leadStatuses.find((one) => one === stageId) ?? lead.status,
      status_at: now.toISOString(),
    }),
    addUp: (column) => column,
  }
}
