import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { JsonObject } from '../../../../model/json.ts'
import type { SimilarPerson, SimilarQuery } from '../../../../model/similar-people.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Database } from '../../../platform/relational/index.ts'
import { normalizeIdentifier } from '../../identity/identifiers.ts'
import { hiddenTraits } from '../../profiles/visible-fields.ts'
import { loadRules } from '../../rules/rule-versions.ts'
import type { Learned } from '../link-records.ts'
import { matchTouched } from '../runs/match-people.ts'
import { traitColumns } from '../runs/read-people.ts'
import { findLearned } from '../touched/find-learned.ts'
import { slipsBetween } from '../values/slips.ts'
import { findCandidates, type Candidate, type TypedIdentifier } from './find-candidates.ts'

const MOST = 5
const REASONS = 2
/** How rare a value is, is judged by so many others. */
const SAMPLE = 1_000

/**
 * Who may be there already of what is typed of somebody new, surest first: who has the address or number, then whom the last
 * search for duplicates would have proposed, then whose name is the same but for a slip of the hand. Only people and by fields that
 * the caller may see.
 */
export async function findSimilar(
  db: Database,
  caller: Actor,
  query: SimilarQuery,
): Promise<SimilarPerson[]> {
  const hidden = hiddenTraits(caller, 'people')
  const traits = Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value && !hidden.has(name) ? [[name, value]] : [])),
  )
  const identifiers = await identifiersOf(db, traits)
  const candidates = await findCandidates(db, caller, { name: traits['name'], identifiers })
  const learned = await findLearned(db)
  const probable = learned
    ? compareByLearned(learned, { traits, candidates, others: await sampleTraits(db) })
    : []
  const similar = [...probable, ...compareNames(traits['name'], candidates)]
  return firstOfEach([...haveIdentifier(candidates, probable), ...similar])
    .slice(0, MOST)
    .map((one) => ({
      ...one,
      name: hidden.has('name') ? null : one.name,
      email: hidden.has('email') ? null : one.email,
    }))
}

function haveIdentifier(candidates: Candidate[], probable: SimilarPerson[]): SimilarPerson[] {
  return candidates
    .filter(({ known }) => known.length > 0)
    .map(({ id, name, email, known: because }) => ({
      id,
      name,
      email,
      probability: probable.find((one) => one.id === id)?.probability ?? null,
      because,
    }))
}

function firstOfEach(people: SimilarPerson[]): SimilarPerson[] {
  return people.filter(({ id }, place) => people.findIndex((one) => one.id === id) === place)
}

async function identifiersOf(db: Database, traits: Record<string, string>): Promise<TypedIdentifier[]> {
  const rules = await loadRules(db)
  return ['email', 'phone'].flatMap((type) => {
    const value = traits[type]
    return (value && normalizeIdentifier(type, value, rules)) || []
  })
}

type Comparing = { traits: Record<string, string>; candidates: Candidate[]; others: JsonObject[] }

function compareByLearned(learned: Learned, { traits, candidates, others }: Comparing): SimilarPerson[] {
  const columns = traitColumns()
  columns.add(withPartsOfName(traits))
  for (const one of candidates) columns.add(one.traits)
  for (const one of others) columns.add(one)
  const size = 1 + candidates.length + others.length
  return matchTouched({ size, columns: columns.done(), learned, touched: [0] }).flatMap((pair) => {
    const candidate = candidates[Math.max(pair.left, pair.right) - 1]
    if (!candidate) return []
    const because = pair.evidence.comparisons
      .map(({ name, weight, adjustment }) => ({ name, bits: weight + adjustment }))
      .filter(({ bits }) => bits > 1)
      .toSorted((a, b) => b.bits - a.bits)
      .slice(0, REASONS)
      .map(({ name }) => name)
    const { id, name, email } = candidate
    return [{ id, name, email, probability: pair.probability, because }]
  })
}

/** Those who were told of in parts are compared by them. */
function withPartsOfName({ name, ...traits }: Record<string, string>): JsonObject {
  if (!name) return traits
  const [first = '', ...rest] = name.split(/\s+/)
  const last = rest.join(' ')
  return { ...traits, name, first_name: first, firstName: first, last_name: last, lastName: last }
}

function compareNames(name: string | undefined, candidates: Candidate[]): SimilarPerson[] {
  if (!name) return []
  return candidates
    .flatMap((one) => {
      const slips = one.name ? slipsBetween(name, one.name) : null
      return slips === null ? [] : [{ one, slips }]
    })
    .toSorted((a, b) => a.slips - b.slips)
    .map(({ one }) => ({
      id: one.id,
      name: one.name,
      email: one.email,
      probability: null,
      because: ['name'],
    }))
}

async function sampleTraits(db: Database): Promise<JsonObject[]> {
  const { rows } = await sql<{ traits: JsonObject }>`
    select traits from (
      (select id, traits from people where id > ${randomUUID()}::uuid and traits <> '{}' order by id limit ${SAMPLE})
      union all
      (select id, traits from people where traits <> '{}' order by id limit ${SAMPLE})
    ) as sample limit ${SAMPLE}`.execute(db)
  return rows.map(({ traits }) => traits)
}
