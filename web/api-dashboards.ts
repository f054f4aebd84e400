import type { DashboardData, DashboardDataQuery } from '../model/dashboard-data.ts'
import type { Dashboard, DashboardChange, DashboardInput } from '../model/dashboard.ts'
import { get, patch, post, remove } from './lib/http.ts'

/** The endpoints of dashboards, apart from the others because only their own pages load them. */
export const dashboardsApi = {
  list: () => get<{ data: Dashboard[] }>('/dashboards'),
  get: (id: string) => get<Dashboard>(`/dashboards/${id}`),
  create: (input: DashboardInput) => post<Dashboard>('/dashboards', input),
  change: (id: string, change: DashboardChange) => patch<Dashboard>(`/dashboards/${id}`, change),
  remove: (id: string) => remove(`/dashboards/${id}`),
  restore: (id: string) => post<Dashboard>(`/dashboards/${id}/restoration`),
  data: (id: string, query: DashboardDataQuery, signal?: AbortSignal) =>
    post<DashboardData>(`/dashboards/${id}/data`, query, signal),
}
