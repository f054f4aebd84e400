import type { FileStorage, FileStorageChange, FileStorageInput, StorageTest } from '../model/file-storage.ts'
import type {
  SegmentExport,
  SegmentExportChange,
  SegmentExportInput,
  SegmentExportRun,
} from '../model/segment-export.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, patch, post, remove } from './lib/http.ts'

type DataOnly<Row> = { data: Row[] }

/** Buckets and servers to which files are put. */
export const storagesApi = {
  list: () => get<DataOnly<FileStorage>>('/storages'),
  create: (input: FileStorageInput) => post<FileStorage>('/storages', input),
  change: (id: string, change: FileStorageChange) => patch<FileStorage>(`/storages/${id}`, change),
  remove: (id: string) => remove(`/storages/${id}`),
  test: (id: string) => post<StorageTest>(`/storages/${id}/test`),
}

/** Files of a segment's people that are written again and again. */
export const exportsApi = {
  list: (segment: string) => get<DataOnly<SegmentExport>>(`/segments/${segment}/exports`),
  create: (segment: string, input: SegmentExportInput) =>
    post<SegmentExport>(`/segments/${segment}/exports`, input),
  change: (segment: string, id: string, change: SegmentExportChange) =>
    patch<SegmentExport>(`/segments/${segment}/exports/${id}`, change),
  remove: (segment: string, id: string) => remove(`/segments/${segment}/exports/${id}`),
  run: (segment: string, id: string) => post<SegmentExportRun>(`/segments/${segment}/exports/${id}/runs`),
  runs: (segment: string, id: string, page: PageRequest) =>
    list<SegmentExportRun>(`/segments/${segment}/exports/${id}/runs`, page),
}
