import type { BulkChange, BulkInput, BulkRow } from '../model/bulk-change.ts'
import type { BoundedCount } from '../model/page.ts'
import type { Favourite, FavouriteInput, SavedView, ViewChange, ViewInput } from '../model/saved-view.ts'
import type {
  GroupSearch,
  RecordExport,
  RecordGroups,
  RecordRow,
  RecordSearch,
  RecordSelection,
} from '../model/view.ts'
import type { Page } from '../model/page.ts'
import type { AccessPath, PageRequest } from './api-queries.ts'
import { download, get, list, patch, post, put, remove } from './lib/http.ts'

/** Lists of any object; `path` is where its records are: `deals`, `objects/…/records`. */
export const lists = {
  search: (path: AccessPath, question: RecordSearch) => post<Page<RecordRow>>(`/${path}/search`, question),
  count: (path: AccessPath, selection: Pick<RecordSelection, 'filter' | 'search'>) =>
    post<BoundedCount>(`/${path}/search/count`, selection),
  groups: (path: AccessPath, question: GroupSearch) => post<RecordGroups>(`/${path}/search/groups`, question),
  file: (path: AccessPath, asked: RecordExport) => download(`/${path}/export`, asked),
  /** Any record of a list, and a change of it. */
  get: (path: AccessPath, id: string) => get<{ version: number }>(`/${path}/${id}`),
  change: (path: AccessPath, id: string, change: object) => patch<object>(`/${path}/${id}`, change),
  changeMany: (path: AccessPath, input: BulkInput) => post<BulkChange>(`/${path}/bulk-changes`, input),
}

/** Changes of many records that the reader asked for. */
export const bulkChanges = {
  list: (page: PageRequest) => list<BulkChange>('/bulk-changes', page),
  get: (id: string) => get<BulkChange>(`/bulk-changes/${id}`),
  refused: (id: string, page: PageRequest) => list<BulkRow>(`/bulk-changes/${id}/refused`, page),
  cancel: (id: string) => post<BulkChange>(`/bulk-changes/${id}/cancellation`),
  undo: (id: string) => post<BulkChange>(`/bulk-changes/${id}/undo`),
}

export const views = {
  list: (object: string) => list<SavedView>(`/objects/${object}/views`),
  create: (object: string, input: ViewInput) => post<SavedView>(`/objects/${object}/views`, input),
  change: (id: string, change: ViewChange) => patch<SavedView>(`/views/${id}`, change),
  remove: (id: string) => remove(`/views/${id}`),
  restore: (id: string) => post<SavedView>(`/views/${id}/restoration`),
  choose: (object: string, viewId: string | null) =>
    put(`/objects/${object}/views/default`, { view_id: viewId }),
}

export const favourites = {
  list: () => list<Favourite>('/favourites'),
  add: (input: FavouriteInput) => post<Favourite>('/favourites', input),
  remove: (id: string) => remove(`/favourites/${id}`),
}
