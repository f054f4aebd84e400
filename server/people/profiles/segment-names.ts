import { sql } from 'kysely'
import type { Database } from '../../platform/relational/index.ts'

const FRESH_MS = 2_000

/** Names of all segments by id, at most a few seconds old; nobody waits for them but the first who asks. */
export type SegmentNames = { load(): Promise<Map<string, string>> }

export function openSegmentNames(db: Database): SegmentNames {
  let names: Promise<Map<string, string>> | null = null
  let nextAt = 0
  return {
    load() {
      if (names && Date.now() < nextAt) return names
      nextAt = Date.now() + FRESH_MS
      const loading = loadNames(db)
      void loading.then(
        () => (names = loading),
        () => undefined,
      )
      names ??= loading
      return names
    },
  }
}

async function loadNames(db: Database): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from segments`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
