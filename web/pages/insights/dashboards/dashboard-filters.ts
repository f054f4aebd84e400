import type { z } from 'zod'
import type { DashboardFilters } from '../../../../model/dashboard.ts'
import type { dashboardSearch } from '../../../search-params.ts'

export type DashboardSearch = z.output<typeof dashboardSearch>
type FilterSearch = Omit<DashboardSearch, 'behind' | 'card' | 'mails'>

/** The filters of a dashboard, and above them what the address says. */
export function filtersOf(kept: DashboardFilters, search: FilterSearch): DashboardFilters {
  const { period = kept.period, compare = kept.compare } = search
  const days =
    period === 'days'
      ? { from: search.from ?? kept.from, to: search.to ?? kept.to }
      : { from: null, to: null }
  const isWhole = period !== 'days' || (days.from !== null && days.to !== null && days.from <= days.to)
  return {
    ...(isWhole ? { period, ...days } : { period: kept.period, from: kept.from, to: kept.to }),
    compare,
    pipeline: search.pipeline ?? kept.pipeline,
    owner: search.owner === 'any' ? null : (search.owner ?? kept.owner),
    team: search.team === 'any' ? null : (search.team ?? kept.team),
  }
}

/** What the address has to say so that the filters are these. */
export function searchFor(kept: DashboardFilters, wanted: DashboardFilters): FilterSearch {
  const { period, from, to, compare, pipeline, owner, team } = wanted
  const hasOther = period !== kept.period || from !== kept.from || to !== kept.to
  return {
    period: hasOther ? period : undefined,
    from: hasOther ? (from ?? undefined) : undefined,
    to: hasOther ? (to ?? undefined) : undefined,
    compare: compare === kept.compare ? undefined : compare,
    pipeline: pipeline === kept.pipeline ? undefined : (pipeline ?? undefined),
    owner: owner === kept.owner ? undefined : (owner ?? 'any'),
    team: team === kept.team ? undefined : (team ?? 'any'),
  }
}
