import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Lead, leadInput } from '../../../model/lead.ts'
import { requireCreation } from '../../access/index.ts'
import { identifierIds, loadRules, normalizeIdentifier } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { assignOwner, type Assigned, type Place } from '../assignment/assign-owner.ts'
import { requirePersonRef } from '../deals/references.ts'
import { startFields } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { ownerFor } from '../records/change-records.ts'
import { recordCrmFacts } from '../record-facts.ts'
import { readWritten } from './find-lead.ts'
import { tellOfLead } from './tell-of-lead.ts'

type Input = z.output<typeof leadInput>
type NewLead = { id: string; input: Input; at: Date }

/**
 * Makes a lead of the person whom its e-mail address belongs to, who is made when nobody has it yet: from then on events
 * with that address lie on their timeline. Throws `validation_failed`, `forbidden`.
 */
export async function createLead(platform: Platform, actor: Actor, input: Input): Promise<Lead> {
  const at = new Date(platform.clock.now())
  return platform.db.transaction().execute((trx) => createLeadIn(trx, platform, actor, { input, at }))
}

/** The same in a transaction of the caller. */
export async function createLeadIn(
  trx: Trx,
  platform: Platform,
  actor: Actor,
  given: Omit<NewLead, 'id'>,
): Promise<Lead> {
  return readWritten(trx, actor, await insertLead(trx, platform, actor, given))
}

/** The same for who makes many and reads none of them. Gives the id. */
export async function insertLead(
  trx: Trx,
  platform: Platform,
  actor: Actor,
  { input, at }: Omit<NewLead, 'id'>,
): Promise<string> {
  const id = randomUUID()
  const owner = await ownerFor(trx, actor, input.owner_id)
  requireCreation(actor, 'lead', owner?.id ?? null)
  const personRef = input.person_id
    ? await requirePersonRef(trx, actor, input.person_id)
    : await recordPerson(trx, platform, { id, input, at })
  await sql`
    insert into records (id, object, name, owner_id, owner_name, created_at, updated_at)
    values (${id}, 'lead', ${input.name}, ${owner?.id ?? null}, ${owner?.name ?? null}, ${at}, ${at})`.execute(
    trx,
  )
  await sql`
    insert into leads (id, person_ref, email, phone, company_name, source, score, status_at)
    values (${id}, ${personRef}, ${input.email ?? ''}, ${input.phone ?? ''}, ${input.company_name ?? ''},
      ${input.source ?? ''}, ${input.score ?? null}, ${at})`.execute(trx)
  await startFields(trx, actor, { object: 'lead', id, values: input.fields, at })
  await tellOfLead(trx, actor, { kind: 'created', id, at })
  if (!owner) await assignLead(trx, actor, { id, name: input.name, at })
  return id
}

/** Gives a lead that nobody owns to whom the assignment rules say. Gives the owner, null when no rule does. */
export async function assignLead(
  trx: Trx,
  actor: Actor,
  { id, name, at }: { id: string; name: string; at: Date },
  assign: (place: Place) => Promise<Assigned | null> = (place) => assignOwner(trx, actor, place),
): Promise<Assigned | null> {
  const assigned = await assign({ object: 'lead', id, name, at })
  if (!assigned) return null
  const values = { owner: { before: null, after: assigned.owner.name } }
  await tellOfLead(trx, actor, {
    kind: 'changed',
    id,
    values,
    properties: { assignment_rule: assigned.rule },
    at,
  })
  return assigned
}

/** Gives the identifier of the address. Nothing that is known of its person already is changed by what a lead says. */
async function recordPerson(
  trx: Trx,
  { secrets, log }: Platform,
  { id, input, at }: NewLead,
): Promise<string> {
  const normal = normalizeIdentifier('email', input.email ?? '', await loadRules(trx))
  if (!normal)
    throw invalidField('email', 'This address stands for nobody: it is blocked by the rules of who is who.')
  const identifier = {
    ...normal,
    id: identifierIds(secrets.derive('identifiers')).of(normal.type, normal.value),
  }
  const { rows } = await sql`select from identifiers where id = ${identifier.id}`.execute(trx)
  const isKnown = rows.length > 0
  const traits = { email: normal.value, name: input.name, ...(input.phone && { phone: input.phone }) }
  await recordCrmFacts(
    trx,
    [
      {
        identifiers: [identifier],
        at: at.getTime(),
        sourceId: id,
        messageId: `lead-${id}`,
        traits: isKnown ? null : traits,
        company: null,
      },
    ],
    log.head(),
  )
  return identifier.id
}
