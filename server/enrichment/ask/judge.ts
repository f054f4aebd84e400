import { sql } from 'kysely'
import type { EnrichedObject, EnrichmentDefinition } from '../../../model/enrichment.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { loadSubjects, type Subject } from './load-subjects.ts'
import { hiddenKeys, renderRequest, requestKey } from './render-request.ts'

/** What a provider is, as far as asking it goes. */
export type Asked = {
  id: string
  object: EnrichedObject
  definition: EnrichmentDefinition
  secret_names: string[]
}

/** Why somebody is not asked about. */
export type Cause = 'gone' | 'no_consent' | 'nothing_to_ask_by' | 'known'

/** Whether a provider may be asked about a record, and what for. */
export type Judgement =
  | { ready: true; subject: Subject; key: string }
  | { ready: false; cause: Cause; reason: string }

/** Judges records by their ids; `known` ones have an answer of this provider that is still good. */
export async function judge(
  db: Queryable,
  provider: Asked,
  { ids, now }: { ids: string[]; now: number },
): Promise<Map<string, Judgement>> {
  const subjects = await loadSubjects(db, provider.object, ids)
  const judged = new Map(ids.map((id) => [id, judgeSubject(provider, subjects.get(id))]))
  const keys = [...judged.values()].flatMap((one) => (one.ready ? [one.key] : []))
  const good = await goodAnswers(db, provider.id, { keys, now })
  return new Map(
    [...judged].map(([id, one]) => {
      const until = one.ready ? good.get(`${one.key} ${one.subject.id}`) : undefined
      return [id, until ? { ready: false, cause: 'known', reason: knownUntil(until) } : one]
    }),
  )
}

/** Judges a record by what is known of it alone. */
export function judgeSubject(provider: Asked, subject: Subject | undefined): Judgement {
  if (!subject) return { ready: false, cause: 'gone', reason: 'The record is not there any more.' }
  const { consent, request } = provider.definition
  if (provider.object === 'person' && consent !== null && !isGiven(subject.traits[consent]))
    return {
      ready: false,
      cause: 'no_consent',
      reason: `They have not agreed: ${consent} is not set to yes.`,
    }
  const { missing } = renderRequest(request, subject.known, hiddenKeys(provider.secret_names))
  if (missing.length > 0)
    return {
      ready: false,
      cause: 'nothing_to_ask_by',
      reason: `There is nothing to ask by: ${missing.join(', ')} is not known.`,
    }
  return { ready: true, subject, key: requestKey(provider.definition, subject.known) }
}

/** Forms write true where somebody ticks a box; sources write it in other ways, too. */
function isGiven(value: unknown): boolean {
  return (
    value === true ||
    value === 1 ||
    /^(true|yes|granted|opted_in|1)$/i.test(typeof value === 'string' ? value : '')
  )
}

function knownUntil(until: Date): string {
  return `This was asked before; the answer is good until ${until.toISOString().slice(0, 10)}.`
}

type Asking = { keys: string[]; now: number }

/** Until when the answers to these questions about the same record are good, by question and record. */
async function goodAnswers(
  db: Queryable,
  provider: string,
  { keys, now }: Asking,
): Promise<Map<string, Date>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ request_key: string; record: string; until: Date }>`
    select l.request_key, coalesce(i.person_id, l.company_id) as record, max(l.good_until) as until
    from enrichment_lookups l left join identifiers i on i.id = l.person_ref
    where l.provider_id = ${provider}::uuid and l.request_key = any(${keys}::text[])
      and l.state in ('found', 'not_found') and l.good_until > ${new Date(now)}
    group by 1, 2`.execute(db)
  return new Map(rows.map(({ request_key, record, until }) => [`${request_key} ${record}`, until]))
}
