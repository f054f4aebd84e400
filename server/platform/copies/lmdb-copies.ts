import type { JsonObject } from '../../../model/json.ts'
import { PAGE_BYTES } from '../log/lmdb-room.ts'
import { openLmdb } from '../log/lmdb.ts'
import type { Copies, Copy } from './copies.ts'

/** Keeps copies in LMDB, in this folder. */
export function openLmdbCopies(folder: string): Copies {
  const { root, write, close } = openLmdb(folder)
  const documents = root.openDB<string, string>({ name: 'documents', encoding: 'string' })
  return {
    get(kind, id) {
      const text = documents.get(`${kind} ${id}`)
      return text === undefined ? null : (JSON.parse(text) as JsonObject)
    },
    async write(copies) {
      const entries = copies.map(toEntry)
      const bytes = entries.reduce((sum, { text }) => sum + PAGE_BYTES + Buffer.byteLength(text ?? ''), 0)
      await write(bytes, () =>
        root.transaction(() => {
          for (const { key, text } of entries) {
            if (text === null) void documents.remove(key)
            else void documents.put(key, text)
          }
        }),
      )
    },
    close,
  }
}

function toEntry({ kind, id, document }: Copy): { key: string; text: string | null } {
  return { key: `${kind} ${id}`, text: document && JSON.stringify(document) }
}
