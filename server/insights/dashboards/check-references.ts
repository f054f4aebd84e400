import { sql } from 'kysely'
import type { DashboardCard } from '../../../model/dashboard-cards.ts'
import type { DashboardFilters } from '../../../model/dashboard.ts'
import { invalidField } from '../../crm/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Kept = { filters?: DashboardFilters | undefined; cards?: DashboardCard[] | undefined }
type Kind = 'pipelines' | 'segments' | 'teams'
type Reference = { field: string; kind: Kind; id: string }

const words: Record<Kind, string> = {
  pipelines: 'There is no pipeline with this id.',
  segments: 'There is no segment with this id.',
  teams: 'There is no team with this id.',
}

/**
 * A card that could not be worked out is refused when it is kept, unless it was kept already: a segment that was deleted since must
 * not hold up the change of another card. Throws `validation_failed` with the field.
 */
export async function checkReferences(db: Queryable, kept: Kept, before: Kept = {}): Promise<void> {
  const was = new Set(referencesOf(before).map(({ kind, id }) => `${kind} ${id}`))
  const references = referencesOf(kept).filter(({ kind, id }) => !was.has(`${kind} ${id}`))
  for (const kind of ['pipelines', 'segments', 'teams'] as const) {
    const asked = references.filter((one) => one.kind === kind)
    if (asked.length === 0) continue
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(kind)} where id = any(${asked.map(({ id }) => id)}::uuid[])`.execute(db)
    const known = new Set(rows.map(({ id }) => id))
    const missing = asked.find(({ id }) => !known.has(id))
    if (missing) throw invalidField(missing.field, words[kind])
  }
}

function referencesOf({ filters, cards = [] }: Kept): Reference[] {
  return [
    ...reference('filters.pipeline', 'pipelines', filters?.pipeline),
    ...reference('filters.team', 'teams', filters?.team),
    ...cards.flatMap(({ settings }, place) => [
      ...('pipeline' in settings
        ? reference(`cards.${place}.settings.pipeline`, 'pipelines', settings.pipeline)
        : []),
      ...('segment' in settings
        ? reference(`cards.${place}.settings.segment`, 'segments', settings.segment)
        : []),
    ]),
  ]
}

function reference(field: string, kind: Kind, id: string | null | undefined): Reference[] {
  return id ? [{ field, kind, id: id.toLowerCase() }] : []
}
