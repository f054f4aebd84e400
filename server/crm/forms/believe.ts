import { sql } from 'kysely'
import type { Answers, FormDefinition, SubmissionContext } from '../../../model/form.ts'
import type { JsonObject } from '../../../model/json.ts'
import { systemActor } from '../../access/index.ts'
import {
  identifierIds,
  loadRules,
  normalizeIdentifier,
  byStrength,
  type KnownIdentifier,
} from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { createLeadIn } from '../leads/create-lead.ts'
import { recordCrmFacts } from '../record-facts.ts'

export type Sent = {
  id: string
  form: { id: string; name: string; definition: FormDefinition }
  answers: Answers
  context: SubmissionContext
  /** Whether somebody who reads that mailbox said so. */
  isConfirmed: boolean
  at: Date
}

/**
 * Takes in what somebody wrote: as traits of the person of the address, joined with the visitor who wrote it, on their timeline,
 * and as a lead where the form makes one and there is none open. What is known of a person already is only changed by who
 * has confirmed the address: anybody can write anybody's. Gives who it is, and the new lead.
 */
export async function believe(
  trx: Trx,
  platform: Platform,
  sent: Sent,
): Promise<{ personRef: string; leadId: string | null }> {
  const { form, answers, at } = sent
  const identifiers = await identifiersOf(trx, platform, sent)
  const [address] = identifiers.filter(({ type }) => type === 'email')
  if (!address) throw invalidField('answers.email', 'This address stands for nobody: it is blocked.')
  const traits = traitsOf(sent, address.value)
  const known = sent.isConfirmed ? new Set<string>() : await knownTraits(trx, address.id)
  const fact = {
    identifiers,
    at: at.getTime(),
    sourceId: form.id,
    messageId: `form-${sent.id}`,
    traits: Object.fromEntries(Object.entries(traits).filter(([key]) => !known.has(key))),
    company: null,
  }
  await recordCrmFacts(trx, [fact], platform.log.head())
  await recordEvent(trx, ...eventsOf(sent, address.id))
  const wantsLead = form.definition.makes_lead && !(await hasOpenLead(trx, address.id))
  const leadId = wantsLead ? await makeLead(trx, platform, { form, answers, address, at }) : null
  return { personRef: address.id, leadId }
}

async function identifiersOf(trx: Trx, { secrets }: Platform, sent: Sent): Promise<KnownIdentifier[]> {
  const rules = await loadRules(trx)
  const ids = identifierIds(secrets.derive('identifiers'))
  const named: [string, string][] = [
    ['email', String(sent.answers['email'] ?? '')],
    ['anonymous_id', sent.context.anonymous_id ?? ''],
  ]
  return named
    .flatMap(([type, value]) => (value === '' ? [] : (normalizeIdentifier(type, value, rules) ?? [])))
    .map((normal) => ({ ...normal, id: ids.of(normal.type, normal.value) }))
    .toSorted(byStrength(rules))
}

/** A consent that was not given says nothing about one that was given elsewhere. */
function traitsOf({ form, answers }: Sent, email: string): JsonObject {
  const kept = form.definition.fields.flatMap(({ key }) => {
    const answer = answers[key]
    return answer === undefined ? [] : [[key, answer] as const]
  })
  return { ...Object.fromEntries(kept), email }
}

async function knownTraits(trx: Trx, identifier: string): Promise<Set<string>> {
  const { rows } = await sql<{ keys: string[] }>`
    select array(select jsonb_object_keys(p.traits)) as keys
    from identifiers i join people p on p.id = i.person_id where i.id = ${identifier}::uuid`.execute(trx)
  return new Set(rows[0]?.keys)
}

function eventsOf({ id, form, answers, context, isConfirmed, at }: Sent, personRef: string) {
  const about = { type: 'track', personRef, companyRef: null, at } as const
  const { campaign, page_url, referrer } = context
  const where = {
    form_id: form.id,
    form_name: form.name,
    ...(page_url && { page_url }),
    ...(referrer && { referrer }),
    ...(campaign && { campaign }),
  }
  const consents = form.definition.fields.filter(({ key, type }) => type === 'consent' && answers[key])
  return [
    {
      ...about,
      event: 'Form Submitted',
      properties: { ...where, submission_id: id, confirmed: isConfirmed, answers },
    },
    ...consents.map(({ key, label }) => ({
      ...about,
      event: 'Consent Given',
      properties: { ...where, submission_id: id, confirmed: isConfirmed, consent: key, sentence: label },
    })),
  ]
}

/** Whoever writes twice is one lead as long as the first is open. */
async function hasOpenLead(trx: Trx, identifier: string): Promise<boolean> {
  const { rows } = await sql`
    select from identifiers i join identifiers o on o.person_id = i.person_id
    join leads l on l.person_ref = o.id join records r on r.id = l.id
    where i.id = ${identifier}::uuid and r.deleted_at is null and l.converted_at is null and l.status <> 'disqualified'
    limit 1`.execute(trx)
  return rows.length > 0
}

type Writing = Pick<Sent, 'form' | 'answers' | 'at'> & { address: KnownIdentifier }

async function makeLead(
  trx: Trx,
  platform: Platform,
  { form, answers, address, at }: Writing,
): Promise<string> {
  const written = (key: string) => (typeof answers[key] === 'string' ? answers[key] : '')
  const whole = written('name') || `${written('first_name')} ${written('last_name')}`.trim()
  const input = {
    name: whole.slice(0, 300) || address.value,
    email: address.value,
    phone: written('phone'),
    company_name: written('company') || written('company_name'),
    source: form.name,
    fields: {},
  }
  const lead = await createLeadIn(trx, platform, byForm(form), { input, at })
  return lead.id
}

/** Kith itself, by the name of the form. */
function byForm({ id, name }: Sent['form']): Actor {
  return { ...systemActor, id, name: `Form: ${name}` }
}
