import type { JsonObject } from '../../../model/json.ts'
import { closeLmdb, openLmdb, written } from '../log/lmdb.ts'
import type { Copies } from './copies.ts'

/** Keeps copies in LMDB, in this folder. */
export function openLmdbCopies(folder: string): Copies {
  const root = openLmdb(folder)
  const documents = root.openDB<JsonObject, string>({ name: 'documents', encoding: 'json' })
  return {
    get: (kind, id) => documents.get(`${kind} ${id}`) ?? null,
    async write(copies) {
      await written(
        root.transaction(() => {
          for (const { kind, id, document } of copies) {
            if (document) void documents.put(`${kind} ${id}`, document)
            else void documents.remove(`${kind} ${id}`)
          }
        }),
      )
    },
    close: () => closeLmdb(root),
  }
}
