import { sql } from 'kysely'
import { createTokenBuckets } from '../../access/index.ts'
import type { Platform } from '../../platform/index.ts'

const FRESH_MS = 3_000
/** A visitor reads a few times a page; whoever tries ids uses a new one each time and meets the limit of the key. */
const READS_PER_VISITOR = { burst: 30, refillMs: 1_000 }
const READS_PER_KEY = { burst: 2_000, refillMs: 5 }

/** A key as a request needs it. Sensitive traits are left out, whatever was chosen before they were marked. */
export type ReadKey = { id: string; key: string; origins: string[]; traits: string[]; segments: string[] }

/** All browser keys in memory, because every page view asks for one; read again every few seconds. */
export type BrowserKeys = {
  find(key: string): Promise<ReadKey | null>
  /** Call after a change: the next request reads them again. */
  forget(): void
  /** Milliseconds to wait before this visitor may read by this key again; 0 when it may now. */
  take(key: ReadKey, anonymousId: string): number
}

export function openBrowserKeys({ db, clock }: Platform): BrowserKeys {
  let loaded: Promise<Map<string, ReadKey>> | null = null
  let until = 0
  const visitors = createTokenBuckets(clock, READS_PER_VISITOR)
  const keys = createTokenBuckets(clock, READS_PER_KEY)
  const load = () => {
    if (loaded && Date.now() < until) return loaded
    until = Date.now() + FRESH_MS
    const loading = loadKeys({ db })
    loading.catch(() => (until = 0))
    return (loaded = loading)
  }
  return {
    find: async (key) => (await load()).get(key) ?? null,
    forget: () => void (until = 0),
    take: ({ id }, anonymousId) => keys.take(id) || visitors.take(`${id} ${anonymousId}`),
  }
}

async function loadKeys({ db }: Pick<Platform, 'db'>): Promise<Map<string, ReadKey>> {
  const { rows } = await sql<ReadKey>`
    select id, key, origins, segments, array(
      select name from unnest(traits) as name where name not in (select name from traits where sensitive)
    ) as traits
    from browser_keys where enabled`.execute(db)
  return new Map(rows.map((row) => [row.key, row]))
}
