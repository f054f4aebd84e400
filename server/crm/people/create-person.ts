import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { personInput } from '../../../model/edit.ts'
import type { Person } from '../../../model/person.ts'
import { audit, requireCreation, systemActor } from '../../access/index.ts'
import { findPerson, tellOwned, type KnownIdentifier } from '../../people/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { companyToJoin } from '../companies/company-to-join.ts'
import { startFields } from '../fields/index.ts'
import { ownerFor } from '../records/change-records.ts'
import { identifierFor, refuseTaken } from './addresses.ts'
import { requireEditable, withoutEmpty } from './check-traits.ts'
import { recordEdit } from './edits.ts'

type Input = z.output<typeof personInput>

/**
 * Makes a person whom no event has told of yet; events with the same e-mail address are theirs from then on. Throws
 * `conflict` when somebody has the address already, `validation_failed`, `forbidden`.
 */
export async function createPerson(platform: Platform, actor: Actor, input: Input): Promise<Person> {
  const at = new Date(platform.clock.now())
  return platform.db.transaction().execute(async (trx) => {
    const owner = await ownerFor(trx, actor, input.owner_id)
    requireCreation(actor, 'people', owner?.id ?? null)
    const traits = traitsOf(input)
    await requireEditable(trx, actor, { object: 'people', names: Object.keys(traits) })
    const company = input.company_id
      ? await companyToJoin(trx, platform, actor, { id: input.company_id })
      : null
    const identifier = await newIdentifier(trx, platform, actor, { input, company: company?.name ?? '' })
    const edit = { id: randomUUID(), object: 'person', ref: identifier.id, at } as const
    const said = { identifiers: [identifier], traits, company: company?.fact ?? null }
    const id = (await recordEdit(trx, platform, { ...edit, ...said })).get(identifier.id)
    invariant(id, 'Whoever was just made has an id.')
    await giveTo(trx, { id, ref: identifier.id, ownerId: owner?.id ?? null, at })
    await startFields(trx, actor, { object: 'person', id, values: input.fields ?? {}, at })
    await tell(trx, actor, { id, ref: identifier.id, name: input.name ?? identifier.value, at })
    const made = (await findPerson(trx, actor, id)) ?? (await findPerson(trx, systemActor, id))
    invariant(made, 'Whoever was just made is there.')
    return made
  })
}

function traitsOf({ name, email, phone, traits = {} }: Input) {
  const own = { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) }
  const given = Object.entries(withoutEmpty({ ...traits, ...own })).filter(([, value]) => value !== null)
  return Object.fromEntries(given)
}

type Naming = { input: Input; company: string }

/** By the e-mail address; who has none is known by name, company and phone, as in an import. */
async function newIdentifier(
  trx: Trx,
  platform: Platform,
  actor: Actor,
  { input: { name = '', email, phone = '' }, company }: Naming,
): Promise<KnownIdentifier> {
  if (email) {
    const identifier = await identifierFor(trx, platform, { type: 'email', value: email, field: 'email' })
    await refuseTaken(trx, actor, { identifier, field: 'email', by: null })
    return identifier
  }
  const words = [name, company, phone.replaceAll(/\D/g, '')].join(' · ').toLowerCase()
  const contact = (value: string) =>
    identifierFor(trx, platform, { type: 'contact', value: value.slice(0, 500), field: 'name' })
  const identifier = await contact(words)
  const { rows } = await sql`select from identifiers where id = ${identifier.id}`.execute(trx)
  // Two people may well have the same name.
  return rows.length === 0 ? identifier : contact(`${words} · ${randomUUID().slice(0, 8)}`)
}

type Giving = { id: string; ref: string; ownerId: string | null; at: Date }

async function giveTo(trx: Trx, { id, ref, ownerId, at }: Giving): Promise<void> {
  await sql`
    with fact as (update identifiers set owner_id = ${ownerId}, owner_at = ${at} where id = ${ref}::uuid)
    update people set owner_id = ${ownerId} where id = ${id}::uuid`.execute(trx)
  await tellOwned(trx, [ref])
}

type Made = { id: string; ref: string; name: string; at: Date }

async function tell(trx: Trx, actor: Actor, { id, ref, name, at }: Made): Promise<void> {
  await audit(trx, actor, { action: 'person.created', subject: { type: 'person', id, name }, details: {} })
  await publish(trx, [{ type: 'person.created', payload: { id, name, at: at.toISOString() } }])
  await recordEvent(trx, {
    type: 'track',
    event: 'Person Created',
    personRef: ref,
    companyRef: null,
    properties: {},
    at,
  })
}
