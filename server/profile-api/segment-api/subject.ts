import type { Identifier } from '../../../model/person.ts'
import { findCompany, listPeople, traitFacts, companyFacts } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Profiles } from '../open-profiles.ts'

export const collections = ['users', 'accounts'] as const
export type Collection = (typeof collections)[number]

type Trait = { name: string; value: unknown; sourceId: string; at: number }

/** Whom a request is about, the same for people and companies. */
export type Subject = {
  id: string
  collection: Collection
  identifiers: (Identifier & { first_seen: string })[]
  traits: Record<string, unknown>
  /** Segments as the traits that they are to Segment, by when they were entered. */
  audiences: Map<string, string>
  created_at: string
  updated_at: string
  /** The traits once more, each with who said it when. */
  words(): Promise<Trait[]>
  /** What it is linked to in the other collection. */
  links(limit: number): Promise<(Identifier & { since: string })[][]>
}

type Needs = { platform: Platform; profiles: Profiles; actor: Actor }

/** Finds the person or company that `type:value` names. Throws `not_found`, and `validation_failed` for what is no such text. */
export async function findSubject(
  needs: Needs,
  { collection, profile }: { collection: Collection; profile: string },
): Promise<Subject> {
  const colon = profile.indexOf(':')
  if (colon < 1 || colon === profile.length - 1)
    throw fail('validation_failed', 'profile: must be a type and a value, such as user_id:abc123')
  const identifier = { type: profile.slice(0, colon), value: profile.slice(colon + 1) }
  const subject =
    collection === 'users' ? await findUser(needs, identifier) : await findAccount(needs, identifier)
  if (!subject) throw fail('not_found', 'There is no profile with this identifier.')
  return subject
}

async function findUser(needs: Needs, identifier: Identifier): Promise<Subject | null> {
  const { platform, profiles, actor } = needs
  const person = await profiles.find(actor, identifier)
  if (!person) return null
  return {
    ...person,
    collection: 'users',
    audiences: new Map(person.segments.map(({ name, entered_at }) => [keyOf(name), entered_at])),
    async words() {
      const facts = (await traitFacts(platform.db, actor, person.id)) ?? []
      return facts.map(({ trait, fact }) => ({ name: trait, value: fact.v, sourceId: fact.s, at: fact.t }))
    },
    links: async (limit) =>
      person.companies
        .slice(0, limit)
        .map(({ group_id }) => [{ type: 'group_id', value: group_id, since: person.created_at }]),
  }
}

async function findAccount(needs: Needs, identifier: Identifier): Promise<Subject | null> {
  const { platform, profiles, actor } = needs
  const id = identifier.type === 'group_id' ? profiles.idOf(identifier) : null
  const company = id === null ? null : await findCompany(platform.db, actor, id)
  if (!company) return null
  return {
    id: company.id,
    collection: 'accounts',
    identifiers: [{ type: 'group_id', value: company.group_id, first_seen: company.first_seen }],
    traits: company.traits,
    audiences: new Map(),
    created_at: company.first_seen,
    updated_at: company.last_seen,
    async words() {
      const facts = await companyFacts(platform.db, company.id)
      return Object.keys(company.traits).map((name) => {
        const { v, s, t } = facts[name] ?? { v: company.traits[name], s: '', t: 0 }
        return { name, value: v, sourceId: s, at: t }
      })
    },
    links: (limit) => membersOf(needs, company.id, limit),
  }
}

async function membersOf({ platform, actor }: Needs, company: string, limit: number) {
  const { data } = await listPeople(platform.db, actor, {
    search: null,
    segment: null,
    traits: [],
    company,
    sort: '-last_seen',
    limit,
    cursor: undefined,
  })
  return data.flatMap(({ identifier, first_seen }) =>
    identifier ? [[{ ...identifier, since: first_seen }]] : [],
  )
}

/** "Likely to buy" is the audience `likely_to_buy`. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '')
}
