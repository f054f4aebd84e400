import { sql } from 'kysely'
import type { EnrichmentProvider } from '../../../model/enrichment.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Asked } from '../ask/judge.ts'

type Row = Omit<EnrichmentProvider, 'paused' | 'spent' | 'created_at'> & {
  paused_until: Date | null
  pause_reason: string | null
  today: number
  month: number
  created_at: Date
}

/** All providers, the oldest first; `now` in ms. */
export async function listProviders(db: Queryable, now: number): Promise<EnrichmentProvider[]> {
  return select(db, { where: sql`true`, now })
}

/** A provider; throws `not_found`. */
export async function findProvider(db: Queryable, id: string, now = Date.now()): Promise<EnrichmentProvider> {
  const [provider] = await select(db, { where: sql`p.id = ${id}::uuid`, now })
  if (!provider) throw notFound()
  return provider
}

/** What is needed to ask a provider, keys apart. Throws `not_found`. */
export async function requireAsked(
  db: Queryable,
  id: string,
): Promise<Asked & { name: string; enabled: boolean; secrets: Buffer }> {
  const { rows } = await sql<Asked & { name: string; enabled: boolean; secrets: Buffer }>`
    select id, name, object, enabled, definition, secret_names, secrets from enrichment_providers
    where id = ${id}::uuid and deleted_at is null`.execute(db)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** How the audit log names it. */
export function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: 'enrichment_provider', id, name }
}

function notFound() {
  return fail('not_found', 'There is no enrichment provider with this id.')
}

async function select(
  db: Queryable,
  { where, now }: { where: ReturnType<typeof sql>; now: number },
): Promise<EnrichmentProvider[]> {
  const day = new Date(now).toISOString().slice(0, 10)
  const { rows } = await sql<Row>`
    select p.id, p.name, p.object, p.enabled, p.definition, p.secret_names as secrets, p.version, p.paused_until, p.pause_reason,
      p.created_at, s.today, s.month,
      (select count(*) from enrichment_lookups l where l.provider_id = p.id and l.state = 'waiting') as waiting
    from enrichment_providers p
    cross join lateral (
      select coalesce(sum(requests) filter (where day = ${day}::date), 0)::int as today, coalesce(sum(requests), 0)::int as month
      from enrichment_spending where provider_id = p.id and day >= date_trunc('month', ${day}::date)
    ) s
    where ${where} and p.deleted_at is null order by p.created_at, p.id`.execute(db)
  return rows.map((row) => toProvider(row, now))
}

function toProvider(
  { paused_until, pause_reason, today, month, created_at, ...provider }: Row,
  now: number,
): EnrichmentProvider {
  const costOf = (requests: number) => Math.round(requests * provider.definition.price.amount * 100) / 100
  const isPaused = paused_until !== null && paused_until.getTime() > now
  return {
    ...provider,
    paused: isPaused ? { until: paused_until.toISOString(), reason: pause_reason ?? '' } : null,
    spent: {
      today: { requests: today, cost: costOf(today) },
      month: { requests: month, cost: costOf(month) },
    },
    created_at: created_at.toISOString(),
  }
}
