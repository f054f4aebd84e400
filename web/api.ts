import type { BoardSearch } from '../model/deal-board.ts'
import type { z } from 'zod'
import type {
  ApiKey,
  apiKeyInput,
  AuditEntry,
  createdApiKey,
  Device,
  passwordChange,
  Session,
  setupInput,
  User,
  userChange,
  newUser,
} from '../model/access.ts'
import type {
  ActivitiesQuery,
  Activity,
  ActivityChange,
  ActivityChangesAnswer,
  ActivityInput,
  MyDay,
  Notification,
  Snippet,
} from '../model/activity.ts'
import type { Company, CompanyRow } from '../model/company.ts'
import type {
  BoardColumn,
  CloseReason,
  Deal,
  DealChange,
  DealChangesAnswer,
  DealInput,
  DealMove,
  Pipeline,
  PipelineChange,
  PipelineInput,
  TimeInStage,
} from '../model/deal.ts'
import type {
  createdDestination,
  Delivery,
  Destination,
  destinationChange,
  destinationInput,
} from '../model/destination.ts'
import type {
  CrmObject,
  Field,
  FieldChange,
  FieldInput,
  FieldValueChange,
  FieldValues,
  FieldValuesChange,
} from '../model/field.ts'

import type {
  DecisionOutcome,
  IdentityDecision,
  mergeInput,
  PeopleComparison,
  splitInput,
} from '../model/identity.ts'
import type { ConnectedList } from '../model/identity-lists.ts'
import type {
  ConnectedIdentifier,
  IdentifierReview,
  IdentityDraft,
  identityDraftInput,
  IdentityRulesVersion,
  IdentityRulesVersionRow,
} from '../model/identity-rules.ts'
import type { Overview, SearchHit, Volume } from '../model/home.ts'
import type { Import, ImportMapping, ImportOutcome, ImportRow, KeptChange, RowFix } from '../model/import.ts'
import type {
  AutomaticLinking,
  AutomaticSettings,
  LinkageAccuracy,
  LinkageModel,
  LinkagePair,
  LinkageRun,
  PairDecision,
} from '../model/linkage.ts'
import type { BoundedCount, Page } from '../model/page.ts'
import type { Explanation, Person, PersonRow, TimelineEvent, TraitProvenance } from '../model/person.ts'
import type { Presence, PresenceInput } from '../model/presence.ts'
import type { CrmRecord, ObjectInput, RecordChange, RecordInput } from '../model/record.ts'
import type { RecordRow } from '../model/view.ts'
import type { BrowserKey, BrowserKeyChange, BrowserKeyInput, SalesFacts } from '../model/profile.ts'
import type { TraitChange, TraitHistory, TraitInfo, TraitSurvey } from '../model/trait.ts'
import type { RecordAccess, RecordShare, RecordShareInput } from '../model/record-access.ts'

import type { Role, RoleChange, RoleInput, Team, TeamChange, TeamInput } from '../model/role.ts'
import type { SegmentStay } from '../model/segment-membership.ts'
import type { DroppedEvent, LiveEvent, Source, sourceChange, sourceInput } from '../model/source.ts'
import type {
  PageRequest,
  PeopleQuery,
  CompaniesQuery,
  PairsQuery,
  TimelineQuery,
  DeliveriesQuery,
  DealsQuery,
  AccessPath,
  RecordsQuery,
  VolumeQuery,
  Credentials,
  AuditQuery,
  PipelineHealth,
} from './api-queries.ts'
import { mailApi, notificationSettingsApi, passwordLinkApi } from './api-mail.ts'
import { secondFactorApi, secondStepApi, signOnApi } from './api-sign-on.ts'
import { bulkChanges, favourites, lists, views } from './api-lists.ts'
import { computedTraits, segments } from './api-segments.ts'
import { get, list, patch, post, put, queryString, remove, upload } from './lib/http.ts'

export { segmentFileUrl } from './api-segments.ts'
export type * from './api-queries.ts'
export { signOnAddress } from './api-sign-on.ts'

type DataOnly<Row> = { data: Row[] }

/** Every endpoint of the server that the interface uses, one function each, grouped as in the API. */
export const api = {
  session: {
    get: () => get<Session>('/session'),
    signIn: (credentials: Credentials) => post<Session>('/session', credentials),
    signOut: () => remove('/session'),
    setUp: (owner: z.input<typeof setupInput>) => post<Session>('/setup', owner),
    ...secondStepApi,
  },
  secondFactor: secondFactorApi,
  signOn: signOnApi,
  mail: mailApi,
  notificationSettings: notificationSettingsApi,
  passwordLinks: passwordLinkApi,
  account: {
    changePassword: (input: z.input<typeof passwordChange>) => put('/account/password', input),
    sessions: () => list<Device>('/account/sessions'),
    endSession: (id: string) => remove(`/account/sessions/${id}`),
  },
  users: {
    list: (page: PageRequest) => list<User>('/users', page),
    create: (input: z.input<typeof newUser>) => post<User>('/users', input),
    change: (id: string, change: z.input<typeof userChange>) => patch<User>(`/users/${id}`, change),
    remove: (id: string, recordsTo: string | null) =>
      remove(`/users/${id}${recordsTo === null ? '' : `?records_to=${encodeURIComponent(recordsTo)}`}`),
    resetSecondFactor: (id: string) => remove(`/users/${id}/second-factor`),
  },
  roles: {
    list: () => list<Role>('/roles'),
    create: (input: RoleInput) => post<Role>('/roles', input),
    change: (id: string, change: RoleChange) => patch<Role>(`/roles/${id}`, change),
    remove: (id: string) => remove(`/roles/${id}`),
  },
  teams: {
    list: () => list<Team>('/teams'),
    create: (input: TeamInput) => post<Team>('/teams', input),
    change: (id: string, change: TeamChange) => patch<Team>(`/teams/${id}`, change),
    remove: (id: string) => remove(`/teams/${id}`),
  },
  /** Who may do what with one record, and why. */
  access: {
    get: (object: AccessPath, id: string) => get<RecordAccess>(`/${object}/${id}/access`),
    share: (object: AccessPath, id: string, input: RecordShareInput) =>
      post<RecordShare>(`/${object}/${id}/shares`, input),
    unshare: (object: AccessPath, id: string, share: string) => remove(`/${object}/${id}/shares/${share}`),
    assign: (object: 'people' | 'companies', id: string, ownerId: string | null) =>
      put(`/${object}/${id}/owner`, { owner_id: ownerId }),
  },
  keys: {
    list: (page: PageRequest) => list<ApiKey>('/api-keys', page),
    create: (input: z.input<typeof apiKeyInput>) => post<z.infer<typeof createdApiKey>>('/api-keys', input),
    remove: (id: string) => remove(`/api-keys/${id}`),
  },
  browserKeys: {
    list: () => get<DataOnly<BrowserKey>>('/browser-keys'),
    create: (input: BrowserKeyInput) => post<BrowserKey>('/browser-keys', input),
    change: (id: string, change: BrowserKeyChange) => patch<BrowserKey>(`/browser-keys/${id}`, change),
    remove: (id: string) => remove(`/browser-keys/${id}`),
  },
  traits: {
    list: (query: { search?: string | undefined }, page: PageRequest) =>
      list<TraitInfo>('/traits', { ...query, ...page }),
    page: () => get<DataOnly<TraitInfo> & { survey: TraitSurvey }>('/traits', { limit: 1 }),
    change: (name: string, change: TraitChange) =>
      patch<TraitInfo>(`/traits/${encodeURIComponent(name)}`, change),
    survey: () => post<TraitSurvey>('/traits/survey'),
  },
  audit: {
    list: (query: AuditQuery, page: PageRequest) => list<AuditEntry>('/audit-log', { ...query, ...page }),
  },
  sources: {
    list: (page: PageRequest = {}) => list<Source>('/sources', page),
    create: (input: z.input<typeof sourceInput>) => post<Source>('/sources', input),
    change: (id: string, change: z.input<typeof sourceChange>) => patch<Source>(`/sources/${id}`, change),
    remove: (id: string) => remove(`/sources/${id}`),
  },
  events: {
    recent: () => list<LiveEvent>('/events/recent'),
    dropped: (page: PageRequest, reason?: string) =>
      list<DroppedEvent>('/events/dropped', { reason, ...page }),
    volume: (query: VolumeQuery) => get<Volume>('/events/volume', query),
    names: () => get<DataOnly<{ name: string; count: number }>>('/events/names'),
  },
  people: {
    list: (query: PeopleQuery, page: PageRequest) => list<PersonRow>('/people', { ...query, ...page }),
    count: (query: PeopleQuery) => get<BoundedCount>('/people/count', query),
    get: (id: string) => get<Person>(`/people/${id}`),
    by: (type: string, value: string) =>
      get<Person>(`/people/by/${encodeURIComponent(type)}/${encodeURIComponent(value)}`),
    explanation: (id: string) => get<Explanation>(`/people/${id}/explanation`),
    decisions: (id: string) => get<DataOnly<IdentityDecision>>(`/people/${id}/decisions`),
    comparison: (id: string, other: string) => get<PeopleComparison>(`/people/${id}/comparison/${other}`),
    merge: (id: string, input: z.input<typeof mergeInput>) =>
      post<DecisionOutcome>(`/people/${id}/merges`, input),
    split: (id: string, input: z.input<typeof splitInput>) =>
      post<DecisionOutcome>(`/people/${id}/splits`, input),
    takeBack: (decision: string) => remove(`/identity-decisions/${decision}`),
    provenance: (id: string) => get<DataOnly<TraitProvenance>>(`/people/${id}/provenance`),
    sales: (id: string) => get<SalesFacts>(`/people/${id}/sales`),
    traitHistory: (id: string, trait: string) =>
      get<TraitHistory>(`/people/${id}/traits/${encodeURIComponent(trait)}/history`),
    segments: (id: string, page: PageRequest) => list<SegmentStay>(`/people/${id}/segments`, page),
    timeline: (id: string, query: TimelineQuery, page: PageRequest) =>
      list<TimelineEvent>(`/people/${id}/timeline`, { ...query, ...page }),
  },
  linkage: {
    pairs: (query: PairsQuery, page: PageRequest) =>
      list<LinkagePair>('/linkage/pairs', { ...query, ...page }),
    decide: (id: string, decision: PairDecision) =>
      post<LinkagePair>(`/linkage/pairs/${id}/decision`, { decision }),
    undecide: (id: string) => remove(`/linkage/pairs/${id}/decision`),
    start: () => post<LinkageRun>('/linkage/runs'),
    runs: () => list<LinkageRun>('/linkage/runs'),
    model: () => get<LinkageModel>('/linkage/model'),
    accuracy: () => get<LinkageAccuracy>('/linkage/accuracy'),
    automatic: () => get<AutomaticLinking>('/linkage/automatic'),
    switchAutomatic: (to: AutomaticSettings) => put<AutomaticLinking>('/linkage/automatic', to),
  },
  identity: {
    rules: () => get<{ current: IdentityRulesVersion; draft: IdentityDraft | null }>('/identity-rules'),
    saveDraft: (input: z.input<typeof identityDraftInput>) =>
      put<IdentityDraft>('/identity-rules/draft', input),
    discardDraft: () => remove('/identity-rules/draft'),
    evaluate: (revision: number) => post<IdentityDraft>('/identity-rules/draft/evaluation', { revision }),
    cancelEvaluation: () => remove('/identity-rules/draft/evaluation'),
    apply: (input: { revision: number; note: string }) =>
      post<IdentityRulesVersion>('/identity-rules/versions', input),
    rollBack: (input: { to: number; note: string }) =>
      post<IdentityRulesVersion>('/identity-rules/rollbacks', input),
    versions: (page: PageRequest) => list<IdentityRulesVersionRow>('/identity-rules/versions', page),
    connected: (which: ConnectedList, page: PageRequest) =>
      list<ConnectedIdentifier>('/connected-identifiers', { list: which, ...page }),
    review: (id: string, review: IdentifierReview) =>
      put<ConnectedIdentifier>(`/connected-identifiers/${id}/review`, review),
    forgetReview: (id: string) => remove(`/connected-identifiers/${id}/review`),
  },
  companies: {
    list: (query: CompaniesQuery, page: PageRequest) => list<CompanyRow>('/companies', { ...query, ...page }),
    get: (id: string) => get<Company>(`/companies/${id}`),
    people: (id: string, page: PageRequest) => list<PersonRow>(`/companies/${id}/people`, page),
    timeline: (id: string, query: TimelineQuery, page: PageRequest) =>
      list<TimelineEvent>(`/companies/${id}/timeline`, { ...query, ...page }),
  },
  segments,
  computedTraits,
  destinations: {
    list: (page: PageRequest = {}) => list<Destination>('/destinations', page),
    create: (input: z.input<typeof destinationInput>) =>
      post<z.infer<typeof createdDestination>>('/destinations', input),
    change: (id: string, change: z.input<typeof destinationChange>) =>
      patch<Destination>(`/destinations/${id}`, change),
    remove: (id: string) => remove(`/destinations/${id}`),
    test: (id: string) => post<Delivery>(`/destinations/${id}/test`),
  },
  deliveries: {
    list: (query: DeliveriesQuery, page: PageRequest) => list<Delivery>('/deliveries', { ...query, ...page }),
    retry: (id: string) => post<Delivery>(`/deliveries/${id}/retry`),
  },
  pipelines: {
    list: () => list<Pipeline>('/pipelines'),
    create: (input: PipelineInput) => post<Pipeline>('/pipelines', input),
    change: (id: string, change: PipelineChange) => patch<Pipeline>(`/pipelines/${id}`, change),
    remove: (id: string) => remove(`/pipelines/${id}`),
  },
  closeReasons: {
    list: () => list<CloseReason>('/close-reasons'),
    create: (input: Omit<CloseReason, 'id'>) => post<CloseReason>('/close-reasons', input),
    remove: (id: string) => remove(`/close-reasons/${id}`),
  },
  presences: { note: (subject: PresenceInput) => post<Presence>('/presences', subject) },
  deals: {
    list: (query: DealsQuery, page: PageRequest) => list<Deal>('/deals', { ...query, ...page }),
    board: (query: BoardSearch) => post<DataOnly<BoardColumn>>('/deals/board/search', query),
    column: (stage: string, { filter, search }: BoardSearch, page: PageRequest) =>
      post<Page<Deal>>(`/deals/board/${stage}/search`, { filter, search, ...page }),
    get: (id: string) => get<Deal>(`/deals/${id}`),
    create: (input: DealInput) => post<Deal>('/deals', input),
    change: (id: string, change: DealChange) => patch<Deal>(`/deals/${id}`, change),
    changeMany: (changes: { id: string; change: DealChange }[]) =>
      post<DealChangesAnswer>('/deals/changes', { changes }),
    timeInStages: (id: string) => list<TimeInStage>(`/deals/${id}/time-in-stages`),
    remove: (id: string) => remove(`/deals/${id}`),
    restore: (id: string) => post<Deal>(`/deals/${id}/restoration`),
    history: (id: string, page: PageRequest = {}) => list<DealMove>(`/deals/${id}/history`, page),
  },
  activities: {
    list: (query: ActivitiesQuery, page: PageRequest) => list<Activity>('/activities', { ...query, ...page }),
    get: (id: string) => get<Activity>(`/activities/${id}`),
    create: (input: ActivityInput) => post<Activity>('/activities', input),
    change: (id: string, change: ActivityChange) => patch<Activity>(`/activities/${id}`, change),
    changeMany: (changes: { id: string; change: ActivityChange }[]) =>
      post<ActivityChangesAnswer>('/activities/changes', { changes }),
    remove: (id: string) => remove(`/activities/${id}`),
    restore: (id: string) => post<Activity>(`/activities/${id}/restoration`),
    myDay: (zone: string) => get<MyDay>('/my-day', { zone }),
  },
  snippets: {
    list: (page: PageRequest) => list<Snippet>('/snippets', page),
    create: (input: Omit<Snippet, 'id'>) => post<Snippet>('/snippets', input),
    remove: (id: string) => remove(`/snippets/${id}`),
  },
  notifications: {
    list: (page: PageRequest) => list<Notification>('/notifications', page),
    unread: () => get<BoundedCount>('/notifications/unread'),
    mark: (ids: number[] | undefined, read: boolean) => post<void>('/notifications/readings', { ids, read }),
  },
  objects: {
    list: () => get<DataOnly<CrmObject>>('/objects'),
    fields: (object: string, archived = false) =>
      get<DataOnly<Field>>(`/objects/${object}/fields`, { archived: archived || undefined }),
    create: (input: ObjectInput) => post<CrmObject>('/objects', input),
    createField: (object: string, input: FieldInput) => post<Field>(`/objects/${object}/fields`, input),
    changeField: (id: string, change: FieldChange) => patch<Field>(`/fields/${id}`, change),
    orderFields: (object: string, ids: string[]) => post(`/objects/${object}/fields/order`, { ids }),
  },
  records: {
    list: (object: string, query: RecordsQuery, page: PageRequest) =>
      list<RecordRow>(`/objects/${object}/records`, { ...query, ...page }),
    get: (object: string, id: string) => get<CrmRecord>(`/objects/${object}/records/${id}`),
    create: (object: string, input: RecordInput) => post<CrmRecord>(`/objects/${object}/records`, input),
    change: (object: string, id: string, change: RecordChange) =>
      patch<CrmRecord>(`/objects/${object}/records/${id}`, change),
    remove: (object: string, id: string) => remove(`/objects/${object}/records/${id}`),
    restore: (object: string, id: string) => post<CrmRecord>(`/objects/${object}/records/${id}/restoration`),
  },
  /** Custom values of a record; `path` is its address, such as `deals/…`. */
  values: {
    get: (path: string) => get<FieldValues>(`/${path}/fields`),
    change: (path: string, change: FieldValuesChange) => patch<FieldValues>(`/${path}/fields`, change),
    history: (path: string, key: string) => list<FieldValueChange>(`/${path}/fields/${key}/history`),
  },
  imports: {
    list: (page: PageRequest) => list<Import>('/imports', page),
    get: (id: string) => get<Import>(`/imports/${id}`),
    create: (file: File) => upload<Import>(`/imports${queryString({ name: file.name })}`, file),
    addFile: (id: string, file: File) =>
      upload<Import>(`/imports/${id}/files${queryString({ name: file.name })}`, file),
    map: (id: string, mapping: ImportMapping) => put<Import>(`/imports/${id}/mapping`, mapping),
    check: (id: string) => post<Import>(`/imports/${id}/dry-run`),
    run: (id: string) => post<Import>(`/imports/${id}/run`),
    undo: (id: string) => post<Import>(`/imports/${id}/undo`),
    cancel: (id: string) => post<Import>(`/imports/${id}/cancellation`),
    remove: (id: string) => remove(`/imports/${id}`),
    rows: (id: string, outcome: ImportOutcome | undefined, page: PageRequest) =>
      list<ImportRow>(`/imports/${id}/rows`, { outcome, ...page }),
    fix: (id: string, fixes: RowFix[]) => patch<{ rows: number }>(`/imports/${id}/rows`, { fixes }),
    kept: (id: string, page: PageRequest) => list<KeptChange>(`/imports/${id}/kept`, page),
  },
  lists,
  bulkChanges,
  views,
  favourites,
  overview: () => get<Overview>('/overview'),
  search: (q: string, signal?: AbortSignal) => get<DataOnly<SearchHit>>('/search', { q }, signal),
  health: () => get<PipelineHealth>('/system/pipeline'),
}

/** The address of the server-sent stream of live events. */
export const liveEventsUrl = '/api/v1/events/live'

/** The address of an import's rejected rows as a file. */
export const rejectedRowsUrl = (id: string) => `/api/v1/imports/${id}/rejected.csv`
