import type { DealSort } from '../model/deal.ts'
import type { Delivery } from '../model/destination.ts'
import type { Comparison } from '../model/filter.ts'
import type { VolumeInterval } from '../model/home.ts'
import type { LinkagePair } from '../model/linkage.ts'
import type { PersonSort } from '../model/person.ts'
import type { RecordObject } from '../model/rights.ts'
import type { FigureDetails, SalesQuery } from '../model/sales.ts'

/** Which page of a list to fetch; `useList` fills it in. */
export type PageRequest = { cursor?: string | undefined; limit?: number | undefined }
export type PeopleQuery = {
  search?: string | undefined
  sort?: PersonSort | undefined
  segment?: string | undefined
  company?: string | undefined
  filter?: Comparison[] | undefined
}
export type MembersQuery = { state: 'present' | 'past' }
/** Of which type the identifiers of a file are, and in which column; the first one without. */
export type ListFileQuery = { type: string; column?: string | undefined }
export type CompaniesQuery = { search?: string | undefined; sort?: string | undefined }
export type PairsQuery = { state?: LinkagePair['state'] | 'open' | undefined; person?: string | undefined }
export type TimelineQuery = { type?: string | undefined }
export type DeliveriesQuery = { destination?: string | undefined; state?: Delivery['state'] | undefined }
export type DealsQuery = {
  pipeline?: string | undefined
  stage?: string | undefined
  person?: string | undefined
  company?: string | undefined
  search?: string | undefined
  close_from?: string | undefined
  close_to?: string | undefined
  sort?: DealSort | undefined
}
export type InsightQuery = SalesQuery
export type InsightDealsQuery = SalesQuery & FigureDetails
/** Where the records of an object are, as the API's address has it. */
export type AccessPath = RecordObject | 'leads' | 'products' | `objects/${string}/records`
export type RecordsQuery = { search?: string | undefined; sort?: string | undefined }
export type VolumeQuery = { interval: VolumeInterval; from: string; to: string }
export type Credentials = { email: string; password: string }
export type AuditQuery = {
  subject_type?: string | undefined
  subject?: string | undefined
  action?: string | undefined
  actor?: string | undefined
  from?: string | undefined
  to?: string | undefined
  search?: string | undefined
}
export type PipelineStep = { name: string; events: number; dropped: number; milliseconds: number }
export type PipelineHealth = {
  steps: PipelineStep[]
  batches: number
  events: number
  /** Accepted requests that are not processed yet. */
  waiting: number
  /** News that segments, destinations and the like have not handled yet. */
  behind: number
  error: string | null
}
