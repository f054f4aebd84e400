import { linkOptions } from '@tanstack/react-router'
import type { z } from 'zod'
import type * as search from '../search-params.ts'

type Schemas = Omit<typeof search, 'taskQueues'>
type In<Name extends keyof Schemas> = z.input<Schemas[Name]>

/** The way to every page: `<Link {...links.person(id)}>`, `navigate(links.deals({ deal: id }))`. */
export const links = {
  home: () => linkOptions({ to: '/' }),
  myDay: (search: In<'myDaySearch'> = {}) => linkOptions({ to: '/my-day', search }),
  tasks: (search: In<'tasksSearch'> = {}) => linkOptions({ to: '/tasks', search }),
  notifications: (search: In<'notificationsSearch'> = {}) => linkOptions({ to: '/notifications', search }),
  people: (search: In<'peopleSearch'> = {}) => linkOptions({ to: '/people', search }),
  person: (id: string, search: In<'personSearch'> = {}) =>
    linkOptions({ to: '/people/$id', params: { id }, search }),
  duplicates: (search: In<'duplicatesSearch'> = {}) => linkOptions({ to: '/duplicates', search }),
  companies: (search: In<'companiesSearch'> = {}) => linkOptions({ to: '/companies', search }),
  company: (id: string, search: In<'companySearch'> = {}) =>
    linkOptions({ to: '/companies/$id', params: { id }, search }),
  segments: (search: In<'segmentsSearch'> = {}) => linkOptions({ to: '/segments', search }),
  newSegment: () => linkOptions({ to: '/segments/new' }),
  computedTraits: () => linkOptions({ to: '/computed-traits' }),
  newComputedTrait: () => linkOptions({ to: '/computed-traits/$id', params: { id: 'new' } }),
  newScore: () => linkOptions({ to: '/computed-traits/$id', params: { id: 'new-score' } }),
  newSqlTrait: () => linkOptions({ to: '/computed-traits/$id', params: { id: 'new-sql' } }),
  computedTrait: (id: string) => linkOptions({ to: '/computed-traits/$id', params: { id } }),
  compareSegments: (ids: string[]) =>
    linkOptions({ to: '/segments/compare', search: ids.length > 0 ? { segments: ids.join(',') } : {} }),
  segment: (id: string, search: In<'segmentSearch'> = {}) =>
    linkOptions({ to: '/segments/$id', params: { id }, search }),
  editSegment: (id: string) => linkOptions({ to: '/segments/$id/edit', params: { id } }),
  deals: (search: In<'dealsSearch'> = {}) => linkOptions({ to: '/deals', search }),
  products: (search: In<'productsSearch'> = {}) => linkOptions({ to: '/products', search }),
  leads: (search: In<'leadsSearch'> = {}) => linkOptions({ to: '/leads', search }),
  forms: (search: In<'formsSearch'> = {}) => linkOptions({ to: '/forms', search }),
  form: (id: string, search: In<'formSearch'> = {}) =>
    linkOptions({ to: '/forms/$id', params: { id }, search }),
  salesPerformance: (search: In<'insightSearch'> = {}) => linkOptions({ to: '/insights/sales', search }),
  forecast: (search: In<'forecastSearch'> = {}) => linkOptions({ to: '/insights/forecast', search }),
  dashboards: () => linkOptions({ to: '/dashboards' }),
  dashboard: (id: string, search: In<'dashboardSearch'> = {}) =>
    linkOptions({ to: '/dashboards/$id', params: { id }, search }),
  imports: () => linkOptions({ to: '/imports' }),
  newImport: () => linkOptions({ to: '/imports/new' }),
  import: (id: string, search: In<'importSearch'> = {}) =>
    linkOptions({ to: '/imports/$id', params: { id }, search }),
  traits: (search: In<'traitsSearch'> = {}) => linkOptions({ to: '/traits', search }),
  sources: (search: In<'sourcesSearch'> = {}) => linkOptions({ to: '/sources', search }),
  live: (search: In<'liveSearch'> = {}) => linkOptions({ to: '/live', search }),
  destinations: (search: In<'destinationsSearch'> = {}) => linkOptions({ to: '/destinations', search }),
  deliveries: (search: In<'deliveriesSearch'> = {}) => linkOptions({ to: '/deliveries', search }),
  objects: (search: In<'objectsSearch'> = {}) => linkOptions({ to: '/settings/objects', search }),
  records: (object: string, search: In<'recordsSearch'> = {}) =>
    linkOptions({ to: '/records/$object', params: { object }, search }),
  team: () => linkOptions({ to: '/settings/team' }),
  mail: (search: In<'mailSearch'> = {}) => linkOptions({ to: '/settings/mail', search }),
  enrichment: (search: In<'enrichmentSearch'> = {}) => linkOptions({ to: '/settings/enrichment', search }),
  enrichmentProvider: (id: string, search: In<'enrichmentProviderSearch'> = {}) =>
    linkOptions({ to: '/settings/enrichment/$id', params: { id }, search }),
  signOn: (search: In<'signOnSearch'> = {}) => linkOptions({ to: '/settings/sign-on', search }),
  pipelines: (search: In<'pipelinesSearch'> = {}) => linkOptions({ to: '/settings/pipelines', search }),
  account: () => linkOptions({ to: '/settings/account' }),
  keys: (search: In<'keysSearch'> = {}) => linkOptions({ to: '/settings/keys', search }),
  identityRules: (search: In<'identitySearch'> = {}) => linkOptions({ to: '/settings/identity', search }),
  assignment: () => linkOptions({ to: '/settings/assignment' }),
  bin: () => linkOptions({ to: '/settings/bin' }),
  audit: (search: In<'auditSearch'> = {}) => linkOptions({ to: '/settings/audit', search }),
  system: () => linkOptions({ to: '/settings/system' }),
  signIn: () => linkOptions({ to: '/sign-in' }),
  setup: () => linkOptions({ to: '/setup' }),
}
