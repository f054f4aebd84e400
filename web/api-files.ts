import type { RecordFile } from '../model/record-file.ts'
import type { AccessPath } from './api-queries.ts'
import { list, post, queryString, remove, upload } from './lib/http.ts'

const MOST = 100

/** Which record: `deals` and its id. */
export type FilesOf = { path: AccessPath; id: string }

const bytesOf = (file: File) => new Blob([file], { type: 'application/octet-stream' })
const at = ({ path, id }: FilesOf) => `/${path}/${id}/files`

/** The endpoints of files, apart from the others because only records load them. */
export const filesApi = {
  list: async (of: FilesOf) => (await list<RecordFile>(at(of), { limit: MOST })).data,
  /** As bytes, whatever it is: a JSON file would be read as a request. */
  add: (of: FilesOf, file: File) =>
    upload<RecordFile>(at(of) + queryString({ name: file.name }), bytesOf(file)),
  /** Makes it the value of a file field; `path` is the address of the record, such as `deals/…`. */
  putInField: (path: string, field: string, file: File) =>
    upload<RecordFile>(`/${path}/files${queryString({ name: file.name, field })}`, bytesOf(file)),
  remove: (of: FilesOf, file: string) => remove(`${at(of)}/${file}`),
  restore: (of: FilesOf, file: string) => post<RecordFile>(`${at(of)}/${file}/restoration`),
}

/** Where a browser saves a file from. */
export const fileUrl = (of: FilesOf, file: string) => `/api/v1${at(of)}/${file}`

/** The same of a file that is the value of a field; `path` is the address of the record. */
export const fieldFileUrl = (path: string, file: string) => `/api/v1/${path}/files/${file}`
