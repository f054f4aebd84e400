import type { DashboardData, DashboardDataQuery } from '../model/dashboard-data.ts'
import type { Dashboard, DashboardChange, DashboardInput } from '../model/dashboard.ts'
import type {
  DashboardMail,
  DashboardMailInput,
  DashboardMails,
  MailingInput,
} from '../model/dashboard-mail.ts'
import { get, patch, post, put, remove } from './lib/http.ts'

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

/** When dashboards are mailed, and to whom. */
export const dashboardMailsApi = {
  list: (dashboard: string) => get<DashboardMails>(`/dashboards/${dashboard}/mails`),
  create: (dashboard: string, input: DashboardMailInput) =>
    post<DashboardMail>(`/dashboards/${dashboard}/mails`, input),
  change: (dashboard: string, id: string, input: DashboardMailInput) =>
    put<DashboardMail>(`/dashboards/${dashboard}/mails/${id}`, input),
  remove: (dashboard: string, id: string) => remove(`/dashboards/${dashboard}/mails/${id}`),
  receive: (dashboard: string, id: string, receives: boolean) =>
    put<DashboardMail>(`/dashboards/${dashboard}/mails/${id}/receipt`, { receives }),
  sendNow: (dashboard: string, input: MailingInput) =>
    post<{ to: string }>(`/dashboards/${dashboard}/mailings`, input),
}
