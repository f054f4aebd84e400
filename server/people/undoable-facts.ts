import { sql } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'
import { KnownIdentities } from './identity/known-identities.ts'
import { lockIdentity } from './identity/identity-lock.ts'
import { recordFacts, type Fact, type PeopleChanges } from './record-facts.ts'
import { loadRules } from './rules/rule-versions.ts'
import type { TraitFact, TraitMap } from './traits/trait-map.ts'

/** What it takes to take back what one fact said. Keys of `traits` are those it wrote, with what stood there before. */
export type FactUndo = {
  messageId: string
  /** Milliseconds since 1970. */
  at: number
  /** Strongest first; `fresh` ones were not known before, and neither was the link of `linked` ones to the first. */
  identifiers: { id: string; fresh: boolean; linked: boolean }[]
  traits: Record<string, TraitFact | null>
  company: {
    id: string
    fresh: boolean
    member: boolean
    traits: Record<string, TraitFact | null>
  } | null
}

/** Records facts like `recordFacts`, and gives for each, in their order, what would take it back. */
export async function recordUndoable(
  trx: Trx,
  facts: Fact[],
  { version }: { version: number },
): Promise<{ changes: PeopleChanges; undo: FactUndo[] }> {
  await lockIdentity(trx)
  const identifiers = await traitsBefore(
    trx,
    'identifiers',
    facts.flatMap((fact) => fact.identifiers.map(({ id }) => id)),
  )
  const companies = await traitsBefore(
    trx,
    'companies',
    facts.flatMap(({ company }) => company?.id ?? []),
  )
  const members = await membersBefore(trx, facts)
  const links = await linksBefore(trx, facts)
  // What is remembered of earlier batches is the pipeline's; it notices by the version that who is who has changed.
  const changes = await recordFacts(trx, facts, {
    rules: await loadRules(trx),
    version,
    known: new KnownIdentities(),
  })
  return { changes, undo: facts.map((fact) => undoOf(fact, { identifiers, companies, members, links })) }
}

type Before = {
  identifiers: Map<string, TraitMap>
  companies: Map<string, TraitMap>
  members: Set<string>
  links: Set<string>
}

function undoOf(fact: Fact, { identifiers, companies, members, links }: Before): FactUndo {
  const { messageId, at, company } = fact
  const owner = fact.identifiers[0]?.id ?? ''
  const undo: FactUndo = {
    messageId,
    at,
    identifiers: fact.identifiers.map(({ id }, place) => ({
      id,
      fresh: !identifiers.has(id),
      linked: place > 0 && !links.has(`${owner} ${id}`),
    })),
    traits: overwritten(fact.traits, identifiers.get(owner)),
    company: company && {
      id: company.id,
      fresh: !companies.has(company.id),
      member: owner !== '' && !members.has(`${owner} ${company.id}`),
      traits: overwritten(company.traits, companies.get(company.id)),
    },
  }
  // What the next fact of the same batch meets was there before it.
  for (const { id } of undo.identifiers) {
    if (!identifiers.has(id)) identifiers.set(id, {})
    links.add(`${owner} ${id}`)
  }
  if (company) {
    if (!companies.has(company.id)) companies.set(company.id, {})
    members.add(`${owner} ${company.id}`)
  }
  return undo
}

function overwritten(traits: Fact['traits'], before: TraitMap | undefined): Record<string, TraitFact | null> {
  return Object.fromEntries(Object.keys(traits ?? {}).map((key) => [key, before?.[key] ?? null]))
}

async function traitsBefore(
  trx: Trx,
  table: 'identifiers' | 'companies',
  ids: string[],
): Promise<Map<string, TraitMap>> {
  const { rows } = await sql<{ id: string; traits: TraitMap }>`
    select id, traits from ${sql.table(table)} where id = any(${[...new Set(ids)]}::uuid[])`.execute(trx)
  return new Map(rows.map(({ id, traits }) => [id, traits]))
}

async function membersBefore(trx: Trx, facts: Fact[]): Promise<Set<string>> {
  const pairs = facts.flatMap(({ identifiers: [owner], company }) =>
    owner && company ? [{ identifier_id: owner.id, company_id: company.id }] : [],
  )
  const { rows } = await sql<{ identifier_id: string; company_id: string }>`
    select m.identifier_id, m.company_id from company_members m
    join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as n (identifier_id uuid, company_id uuid)
      using (identifier_id, company_id)`.execute(trx)
  return new Set(rows.map((row) => `${row.identifier_id} ${row.company_id}`))
}

async function linksBefore(trx: Trx, facts: Fact[]): Promise<Set<string>> {
  const pairs = facts.flatMap(({ identifiers: [owner, ...others] }) =>
    others.map(({ id }) => ({ a: owner?.id, b: id })),
  )
  const { rows } = await sql<{ a: string; b: string }>`
    select l.a, l.b from identity_links l
    join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as n (a uuid, b uuid) using (a, b)`.execute(trx)
  return new Set(rows.map(({ a, b }) => `${a} ${b}`))
}
