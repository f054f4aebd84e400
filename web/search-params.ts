import { z } from 'zod'
import { activityKinds } from '../model/activity-kinds.ts'
import { dashboardComparisons, dashboardPeriods } from '../model/dashboard-periods.ts'
import { forecastCategories } from '../model/deal-lists.ts'
import { forecastSteps } from '../model/forecast-steps.ts'
import { submissionStates } from '../model/form.ts'
import { connectedLists } from '../model/identity-lists.ts'
import { importOutcomes } from '../model/import-outcomes.ts'
import { isObject } from '../model/json.ts'
import { leadSorts, leadStatuses } from '../model/lead-status.ts'
import { salesFigures } from '../model/sales-figures.ts'
import type { RecordFilter } from '../model/view.ts'

/** Part of the address after "?" for each page. A value that makes no sense is left out, never an error page. */
const text = z.string().max(500).optional().catch(undefined)
const id = z.uuid().optional().catch(undefined)
const choice = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names).optional().catch(undefined)

/** The queues that work is gone through in. */
export const taskQueues = ['open', 'overdue', 'today', 'upcoming', 'done'] as const

const words = z.string().max(250)
const columns = z.array(z.object({ key: words, width: z.number().optional() })).max(100)

/** What a list shows that is not as its view has it, and which view that is; `all` for none although there is a default. */
const listParts = {
  saved: z
    .union([z.uuid(), z.literal('all')])
    .optional()
    .catch(undefined),
  search: text,
  filter: z.custom<RecordFilter>(isFilter).optional().catch(undefined),
  columns: columns.optional().catch(undefined),
  sort: words.optional().catch(undefined),
  group: text,
  totals: z.array(words).max(5).optional().catch(undefined),
}
export const listSearch = z.object(listParts)

export const peopleSearch = z.object({
  ...listParts,
  panel: id,
  create: z.boolean().optional().catch(undefined),
})

export const personSearch = z.object({
  tab: choice(['timeline', 'about', 'identity']),
  type: text,
  activity: id,
})

export const duplicatesSearch = z.object({
  tab: choice(['review', 'model']),
  state: choice(['open', 'same', 'different', 'unsure']),
  pair: id,
  person: id,
})

export const companiesSearch = z.object({
  ...listParts,
  panel: id,
  create: z.boolean().optional().catch(undefined),
})

export const companySearch = z.object({
  tab: choice(['people', 'timeline', 'about']),
  type: text,
  activity: id,
})

export const myDaySearch = z.object({ activity: id })

export const tasksSearch = z.object({
  queue: choice(taskQueues),
  kind: choice(activityKinds),
  /** The id of a colleague; the reader's own without. */
  assignee: text,
  /** The days between which what is done was done. */
  done_from: z.iso.date().optional().catch(undefined),
  done_to: z.iso.date().optional().catch(undefined),
  activity: id,
  create: z.boolean().optional().catch(undefined),
})

export const pipelinesSearch = z.object({ pipeline: text })

export const notificationsSearch = z.object({ activity: id })

export const segmentsSearch = z.object({ search: text, folder: text })

export const segmentSearch = z.object({ why: id, members: choice(['past']) })

/** Ids of the segments, with commas between. */
export const compareSegmentsSearch = z.object({ segments: text })

export const dealsSearch = z.object({
  view: choice(['board', 'list', 'calendar']),
  /** The month of the calendar, and the days between which deals of the list close. */
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .catch(undefined),
  close_from: z.iso.date().optional().catch(undefined),
  close_to: z.iso.date().optional().catch(undefined),
  pipeline: id,
  ...listParts,
  deal: id,
  activity: id,
  /** Opens the form for a new deal, for this person or company when they are given. */
  create: z.boolean().optional().catch(undefined),
  person: id,
  company: id,
})

const day = z.iso.date().optional().catch(undefined)

export const leadsSearch = z.object({
  view: choice(['list', 'board']),
  status: choice([...leadStatuses, 'all']),
  owner: text,
  search: text,
  score: z.number().optional().catch(undefined),
  sort: choice(leadSorts),
  lead: id,
  activity: id,
  create: z.boolean().optional().catch(undefined),
})

/** The number whose deals are shown. */
const behind = z.object({
  figure: z.enum(salesFigures),
  owner: z.string().max(400).optional(),
  team: z.uuid().optional(),
  stage: z.uuid().optional(),
  reason: z.uuid().or(z.literal('none')).optional(),
  category: z.enum(forecastCategories).optional(),
  closed_from: z.iso.date().optional(),
  closed_to: z.iso.date().optional(),
})

export const insightSearch = z.object({
  pipeline: id,
  owner: text,
  team: id,
  from: day,
  to: day,
  behind: behind.optional().catch(undefined),
})

/** What differs from the filters of the dashboard; `any` for an owner or a team that it has and the reader does not want. */
export const dashboardSearch = z.object({
  period: choice(dashboardPeriods),
  from: day,
  to: day,
  compare: choice(dashboardComparisons),
  pipeline: id,
  owner: text,
  team: z
    .union([z.uuid(), z.literal('any')])
    .optional()
    .catch(undefined),
  behind: behind
    .extend({ pipeline: z.uuid(), from: z.iso.date(), to: z.iso.date() })
    .optional()
    .catch(undefined),
  /** Opens the form of a new card, that of a card, or the mails of the dashboard. */
  card: z.uuid().or(z.literal('new')).optional().catch(undefined),
  mails: z.boolean().optional().catch(undefined),
})

/** The forecast also tells what changed since a week began. */
export const forecastSearch = insightSearch.extend({
  since: day,
  until: day,
  /** The step whose deals are shown. */
  step: choice(forecastSteps),
})

export const importSearch = z.object({
  /** Goes back to the mapping of an import whose rows have been checked. */
  step: choice(['mapping']),
  outcome: choice(importOutcomes),
})

export const destinationsSearch = z.object({
  destination: id,
  create: z.boolean().optional().catch(undefined),
})

export const deliveriesSearch = z.object({
  destination: id,
  state: choice(['waiting', 'delivered', 'failed']),
  delivery: id,
})

export const traitsSearch = z.object({ search: text, trait: text })

export const keysSearch = z.object({ tab: choice(['api', 'browser']), key: text })

export const sourcesSearch = z.object({
  source: id,
  create: z.boolean().optional().catch(undefined),
})

export const liveSearch = z.object({
  tab: choice(['stream', 'dropped']),
  source: text,
  type: text,
  outcome: choice(['stored', 'dropped']),
  search: text,
  reason: text,
  open: text,
})

export const objectsSearch = z.object({
  object: text,
  /** The field that is open; `new` for one that is being made. */
  field: text,
  archived: z.boolean().optional().catch(undefined),
})

export const recordsSearch = z.object({
  ...listParts,
  record: id,
  create: z.boolean().optional().catch(undefined),
})

/** The part of the products page: the list, or the price books. */
export const productsSearch = z.object({
  ...listParts,
  tab: choice(['products', 'prices']),
  product: id,
  book: id,
  create: z.boolean().optional().catch(undefined),
})

export const formsSearch = z.object({ create: z.boolean().optional().catch(undefined) })

export const formSearch = z.object({
  tab: choice(['answers', 'edit', 'share']),
  state: choice(submissionStates),
  answer: id,
})

export const homeSearch = z.object({ range: choice(['hour', 'day', 'week', 'month', 'year']) })

export const identitySearch = z.object({
  tab: choice(['rules', 'companies', 'households', 'connected', 'history']),
  list: choice(connectedLists),
})

export const auditSearch = z.object({
  subject_type: text,
  subject: text,
  action: text,
  actor: text,
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  search: text,
  entry: z.number().optional().catch(undefined),
})

export const teamSearch = z.object({ tab: choice(['people', 'roles', 'teams']), role: text })

export const signInSearch = z.object({ next: text, problem: text })

export const mailSearch = z.object({
  tab: choice(['server', 'sent']),
  state: choice(['waiting', 'sent', 'failed']),
})
export const enrichmentSearch = z.object({ create: z.boolean().optional().catch(undefined) })
export const enrichmentProviderSearch = z.object({ tab: choice(['setup', 'try', 'many', 'log']) })
export const signOnSearch = z.object({ tab: choice(['rules', 'providers', 'addresses']), provider: text })

/** Only the shape: what fields there are and what they are compared with, the server knows. */
function isFilter(value: unknown): boolean {
  if (!isObject(value)) return false
  const isMatch = ['all', 'any', 'none'].some((match) => match === value.match)
  return isMatch && Array.isArray(value.conditions) && value.conditions.every(isCondition)
}

function isCondition(value: unknown): boolean {
  if (!isObject(value)) return false
  return 'match' in value
    ? isFilter(value)
    : typeof value.field === 'string' && typeof value.operator === 'string'
}
