import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Company } from '../../../model/company.ts'
import type { companyInput } from '../../../model/edit.ts'
import { audit, requireCreation, systemActor, visibleTo } from '../../access/index.ts'
import { findCompany, identifierIds } from '../../people/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { startFields } from '../fields/index.ts'
import { requireEditable, withoutEmpty } from '../people/check-traits.ts'
import { recordEdit } from '../people/edits.ts'
import { ownerFor } from '../records/change-records.ts'

type Input = z.output<typeof companyInput>

/**
 * Makes a company that nobody has acted for yet. It is known by its name, as one from a source or a file is. Throws
 * `conflict` when there is one of this name or domain, `validation_failed`, `forbidden`.
 */
export async function createCompany(platform: Platform, actor: Actor, input: Input): Promise<Company> {
  const { db, clock, secrets } = platform
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const owner = await ownerFor(trx, actor, input.owner_id)
    requireCreation(actor, 'companies', owner?.id ?? null)
    const given = { ...input.traits, name: input.name, ...(input.domain && { domain: input.domain }) }
    const traits = Object.fromEntries(
      Object.entries(withoutEmpty(given)).filter(([, value]) => value !== null),
    )
    await requireEditable(trx, actor, { object: 'companies', names: Object.keys(traits) })
    const id = identifierIds(secrets.derive('identifiers')).of('group_id', input.name)
    await refuseKnown(trx, actor, { id, name: input.name, domain: input.domain ?? null })
    const edit = { id: randomUUID(), object: 'company', ref: id, at } as const
    const company = { id, groupId: input.name, traits }
    await recordEdit(trx, platform, { ...edit, identifiers: [], traits: null, company })
    await sql`update companies set owner_id = ${owner?.id ?? null} where id = ${id}`.execute(trx)
    await startFields(trx, actor, { object: 'company', id, values: input.fields ?? {}, at })
    await tell(trx, actor, { id, name: input.name, at })
    const made = (await findCompany(trx, actor, id)) ?? (await findCompany(trx, systemActor, id))
    invariant(made, 'A company that was just made is there.')
    return made
  })
}

type Known = { id: string; name: string; domain: string | null }

async function refuseKnown(trx: Trx, actor: Actor, { id, name, domain }: Known): Promise<void> {
  const { rows } = await sql<{ id: string; name: string; visible: boolean; by_domain: boolean }>`
    select c.id, coalesce(c.name, c.group_id) as name, c.domain = ${domain}::text as by_domain,
      ${visibleTo(actor, 'companies', 'view', sql`c`)} as visible
    from companies c
    where c.id = ${id} or coalesce(left(lower(c.name), 80), '') = ${name.toLowerCase().slice(0, 80)}
      or (${domain}::text is not null and c.search like '%' || ${domain} || '%' and c.domain = ${domain})
    limit 1`.execute(trx)
  const [other] = rows
  if (!other) return
  const field = other.by_domain ? 'domain' : 'name'
  const problem = other.visible
    ? `${other.name} is there already.`
    : 'There is such a company already, which you do not get to see.'
  throw fail('conflict', problem, [
    { field, problem, ...(other.visible && { company: { id: other.id, name: other.name } }) },
  ])
}

async function tell(trx: Trx, actor: Actor, { id, name, at }: { id: string; name: string; at: Date }) {
  await audit(trx, actor, { action: 'company.created', subject: { type: 'company', id, name }, details: {} })
  await publish(trx, [{ type: 'company.created', payload: { id, name, at: at.toISOString() } }])
  await recordEvent(trx, {
    type: 'track',
    event: 'Company Created',
    personRef: null,
    companyRef: id,
    properties: {},
    at,
  })
}
