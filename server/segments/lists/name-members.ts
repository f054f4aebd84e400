import { sql } from 'kysely'
import type { SegmentMembers } from '../../../model/segment.ts'
import { requireReadable } from '../../access/index.ts'
import { domainOf, identifierIds, loadRules, normalizeIdentifier } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** Somebody, or a company, as they were named, with the id of an identifier, person or company that this is. */
export type Named = { text: string; id: string | null }

type Reader = (db: Queryable, values: readonly string[]) => Promise<Named[]>
type Opening = (platform: Platform, actor: Actor, type: string) => Promise<Reader>

const opening: Record<SegmentMembers, Opening> = {
  async people({ db, secrets }, actor, type) {
    if (type === 'email') requireReadable(actor, 'people', ['email'])
    const rules = await loadRules(db)
    const ids = identifierIds(secrets.derive('identifiers'))
    return async (_db, values) =>
      values.map((text) => {
        const identifier = normalizeIdentifier(type, text, rules)
        return { text, id: identifier ? ids.of(identifier.type, identifier.value) : null }
      })
  },
  async companies({ secrets }, actor, type) {
    const ids = identifierIds(secrets.derive('identifiers'))
    if (type === 'group_id')
      return async (_db, values) => values.map((text) => ({ text, id: ids.of('group', text.trim()) }))
    if (type !== 'domain') {
      const problem = `must be “domain” or “group_id”: companies are not known by “${type}”`
      throw fail('validation_failed', `The type ${problem}.`, [{ field: 'identifiers.type', problem }])
    }
    requireReadable(actor, 'companies', ['domain'])
    return byDomain
  },
}

/** Gives what reads the values of identifiers of a type. Throws `forbidden` when the caller may not see those. */
export function openNames(
  platform: Platform,
  actor: Actor,
  { members, type }: { members: SegmentMembers; type: string },
): Promise<Reader> {
  return opening[members](platform, actor, type)
}

/** Of several companies with a domain the one that came first. */
async function byDomain(db: Queryable, values: readonly string[]): Promise<Named[]> {
  const domains = values.map((text) => domainOf(text))
  const { rows } = await sql<{ id: string; domain: string }>`
    select distinct on (domain) id, domain from companies
    where domain = any(${domains.filter((one) => one !== null)}::text[]) order by domain, first_seen, id`.execute(
    db,
  )
  const known = new Map(rows.map(({ domain, id }) => [domain, id]))
  return values.map((text, place) => ({ text, id: known.get(domains[place] ?? '') ?? null }))
}
