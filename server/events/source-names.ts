import { sourceNames } from '../people/index.ts'
import type { Database } from '../platform/relational/index.ts'

const KEEP_MS = 3_000

/** Names of sources, read again every few seconds at most, because every page of a timeline asks for them. */
export type SourceNames = { load(): Promise<(sourceId: string) => string> }

/** Opens the names of this database's sources. */
export function openSourceNames(db: Database): SourceNames {
  let kept: { names: Map<string, string>; until: number } | null = null
  return {
    async load() {
      if (!kept || kept.until < Date.now())
        kept = { names: await sourceNames(db), until: Date.now() + KEEP_MS }
      const { names } = kept
      return (sourceId) => names.get(sourceId) ?? 'Removed source'
    },
  }
}
