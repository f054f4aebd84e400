import type { RecordFile } from '../model/record-file.ts'
import type { AccessPath } from './api-queries.ts'
import { list, post, queryString, remove, upload } from './lib/http.ts'

const MOST = 100

/** Which record: `deals` and its id. */
export type FilesOf = { path: AccessPath; id: string }

const at = ({ path, id }: FilesOf) => `/${path}/${id}/files`

/** The endpoints of files, apart from the others because only records load them. */
export const filesApi = {
  list: async (of: FilesOf) => (await list<RecordFile>(at(of), { limit: MOST })).data,
  /** As bytes, whatever it is: a JSON file would be read as a request. */
  add: (of: FilesOf, file: File) =>
    upload<RecordFile>(
      at(of) + queryString({ name: file.name }),
      new Blob([file], { type: 'application/octet-stream' }),
    ),
  remove: (of: FilesOf, file: string) => remove(`${at(of)}/${file}`),
  restore: (of: FilesOf, file: string) => post<RecordFile>(`${at(of)}/${file}/restoration`),
}

/** Where a browser saves a file from. */
export const fileUrl = (of: FilesOf, file: string) => `/api/v1${at(of)}/${file}`
