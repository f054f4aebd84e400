import type {
  Segment,
  SegmentChange,
  SegmentDefinition,
  SegmentInput,
  SegmentPreview,
  SegmentSuggestions,
  SuggestionsQuery,
} from '../model/segment.ts'
import type {
  ComputedChange,
  ComputedDefinition,
  ComputedExplanation,
  ComputedInput,
  ComputedPreview,
  ComputedTrait,
  ComputedUse,
} from '../model/computed-trait.ts'
import type { CompanyExplanation, SegmentExplanation } from '../model/segment-explanation.ts'
import type { SegmentMakeUp, SegmentOverlap } from '../model/segment-compare.ts'
import type { ListChange, ListOutcome } from '../model/segment-list.ts'
import type { SegmentCompany, SegmentDay, SegmentMember, SegmentStay } from '../model/segment-membership.ts'
import type { SegmentSplit, SplitInput } from '../model/segment-split.ts'
import type { SegmentUse } from '../model/segment-use.ts'
import type { ListFileQuery, MembersQuery, PageRequest } from './api-queries.ts'
import { get, list, patch, post, queryString, remove, upload } from './lib/http.ts'

type DataOnly<Row> = { data: Row[] }

/** Segments, their members, lists and splits. */
export const segments = {
  list: (page: PageRequest = {}) => list<Segment>('/segments', page),
  get: (id: string) => get<Segment>(`/segments/${id}`),
  create: (input: SegmentInput) => post<Segment>('/segments', input),
  change: (id: string, change: SegmentChange) => patch<Segment>(`/segments/${id}`, change),
  remove: (id: string) => remove(`/segments/${id}`),
  preview: (definition: SegmentDefinition, segment: string | null, signal?: AbortSignal) =>
    post<SegmentPreview>('/segments/preview', { definition, segment: segment ?? undefined }, signal),
  members: (id: string, query: MembersQuery, page: PageRequest) =>
    list<SegmentMember>(`/segments/${id}/members`, { ...query, ...page }),
  companies: (id: string, query: MembersQuery, page: PageRequest) =>
    list<SegmentCompany>(`/segments/${id}/companies`, { ...query, ...page }),
  ofCompany: (company: string, page: PageRequest) =>
    list<SegmentStay>(`/companies/${company}/segments`, page),
  days: (id: string, days: number) => get<DataOnly<SegmentDay>>(`/segments/${id}/days`, { days }),
  uses: (id: string) => get<DataOnly<SegmentUse>>(`/segments/${id}/uses`),
  freeze: (id: string) => post<Segment>(`/segments/${id}/freeze`),
  thaw: (id: string) => remove(`/segments/${id}/freeze`),
  addToList: (id: string, change: ListChange) => post<ListOutcome>(`/segments/${id}/list`, change),
  removeFromList: (id: string, change: ListChange) =>
    post<ListOutcome>(`/segments/${id}/list/removals`, change),
  addFile: (id: string, query: ListFileQuery, file: Blob) =>
    upload<ListOutcome>(`/segments/${id}/list/file${queryString(query)}`, file),
  overlap: (ids: string[]) => get<SegmentOverlap>('/segments/overlap', { segments: ids.join(',') }),
  comparison: (id: string, other: string) =>
    get<SegmentMakeUp>(`/segments/${id}/comparison`, { with: other }),
  splits: (id: string) => get<DataOnly<SegmentSplit>>(`/segments/${id}/splits`),
  split: (id: string, input: SplitInput) => post<SegmentSplit>(`/segments/${id}/splits`, input),
  removeSplit: (id: string, split: string) => remove(`/segments/${id}/splits/${split}`),
  suggestions: (query: SuggestionsQuery) => get<SegmentSuggestions>('/segments/suggestions', query),
  explain: (id: string, person: string) =>
    get<SegmentExplanation>(`/segments/${id}/people/${person}/explanation`),
  explainCompany: (id: string, company: string) =>
    get<CompanyExplanation>(`/segments/${id}/companies/${company}/explanation`),
}

/** Traits that Kith works out itself. */
export const computedTraits = {
  list: (page: PageRequest = {}) => list<ComputedTrait>('/computed-traits', page),
  get: (id: string) => get<ComputedTrait>(`/computed-traits/${id}`),
  create: (input: ComputedInput) => post<ComputedTrait>('/computed-traits', input),
  change: (id: string, change: ComputedChange) => patch<ComputedTrait>(`/computed-traits/${id}`, change),
  remove: (id: string) => remove(`/computed-traits/${id}`),
  preview: (definition: ComputedDefinition, signal?: AbortSignal) =>
    post<ComputedPreview>('/computed-traits/preview', { definition }, signal),
  uses: (id: string) => get<DataOnly<ComputedUse>>(`/computed-traits/${id}/uses`),
  explain: (id: string, person: string) =>
    get<ComputedExplanation>(`/computed-traits/${id}/people/${person}`),
}

/** The address of a segment's people as a CSV file, with these traits. */
export const segmentFileUrl = (id: string, traits: string[]) =>
  `/api/v1/segments/${id}/members.csv${queryString({ traits: traits.join(',') })}`
