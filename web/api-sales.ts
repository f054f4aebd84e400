import type { Deal } from '../model/deal.ts'
import type {
  ChangedDeal,
  ChangedDealsQuery,
  ForecastChanges,
  ForecastChangesQuery,
  Snapshot,
  SnapshotSettings,
} from '../model/forecast-changes.ts'
import type {
  Lead,
  LeadChange,
  LeadConversion,
  LeadCount,
  LeadInput,
  LeadMatches,
  LeadsQuery,
} from '../model/lead.ts'
import type { Forecast, Quota, QuotaInput, SalesReport } from '../model/sales.ts'
import type { InsightDealsQuery, InsightQuery, PageRequest } from './api-queries.ts'
import { get, list, patch, post, put, queryString, remove } from './lib/http.ts'

type DataOnly<Row> = { data: Row[] }

/** The endpoints of leads and of sales insight, apart from the others because only their own pages load them. */
export const salesApi = {
  leads: {
    list: (query: LeadsQuery, page: PageRequest) => list<Lead>('/leads', { ...query, ...page }),
    counts: (query: LeadsQuery) => get<DataOnly<LeadCount>>('/leads/counts', query),
    get: (id: string) => get<Lead>(`/leads/${id}`),
    create: (input: LeadInput) => post<Lead>('/leads', input),
    change: (id: string, change: LeadChange) => patch<Lead>(`/leads/${id}`, change),
    remove: (id: string) => remove(`/leads/${id}`),
    restore: (id: string) => post<Lead>(`/leads/${id}/restoration`),
    matches: (id: string) => get<LeadMatches>(`/leads/${id}/matches`),
    convert: (id: string, conversion: LeadConversion) => post<Lead>(`/leads/${id}/conversion`, conversion),
    undoConversion: (id: string) => remove(`/leads/${id}/conversion`),
  },
  insights: {
    sales: (query: InsightQuery) => get<SalesReport>('/insights/sales', query),
    deals: (query: InsightDealsQuery, page: PageRequest) =>
      list<Deal>('/insights/sales/deals', { ...query, ...page }),
    forecast: (query: InsightQuery) => get<Forecast>('/insights/forecast', query),
    changes: (query: ForecastChangesQuery) => get<ForecastChanges>('/insights/forecast/changes', query),
    changedDeals: (query: ChangedDealsQuery, page: PageRequest) =>
      list<ChangedDeal>('/insights/forecast/changes/deals', { ...query, ...page }),
    snapshots: () => get<DataOnly<Snapshot>>('/insights/forecast/snapshots'),
    weeks: () => get<SnapshotSettings>('/insights/forecast/settings'),
    setWeeks: (settings: SnapshotSettings) => put<SnapshotSettings>('/insights/forecast/settings', settings),
  },
  quotas: { set: (input: QuotaInput) => put<DataOnly<Quota>>('/quotas', input) },
}

/** The addresses of insight as files. */
export const salesReportUrl = (name: 'sales' | 'forecast', query: InsightQuery) =>
  `/api/v1/insights/${name}.csv${queryString(query)}`
export const salesDealsUrl = (query: InsightDealsQuery) =>
  `/api/v1/insights/sales/deals.csv${queryString(query)}`
export const forecastChangesUrl = (query: ForecastChangesQuery) =>
  `/api/v1/insights/forecast/changes.csv${queryString(query)}`
