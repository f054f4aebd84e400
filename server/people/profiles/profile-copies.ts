import { sql } from 'kysely'
import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import type { Person } from '../../../model/person.ts'
import { rightsFor } from '../../../model/rights.ts'
import { hiddenFields } from '../../access/index.ts'
import type { Copies, Copy } from '../../platform/copies/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { News, Processor } from '../../platform/outbox/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { currentPeople } from '../record-facts.ts'
import { membershipsIn, withMemberships, type MembershipNews } from './copied-segments.ts'
import { findPerson } from './find-person.ts'
import { findProfiles } from './find-profiles.ts'
import type { SegmentNames } from './segment-names.ts'
import { visiblePerson } from './visible-fields.ts'

const NEWS_PER_RUN = 200
const PEOPLE_PER_QUERY = 500

const peopleChanged = z.object({
  profiles: z.array(z.string()),
  seen: z.array(z.tuple([z.string(), z.number()])),
  renamed: z.array(z.string()),
  gone: z.array(z.object({ from: z.string() })),
})

/**
 * The person of an identifier (or of a present or former person id) with everything known. Programs read it from the copy
 * beside a busy embedded database; people, who look at what they just did, from the database itself. Null when unknown or
 * not visible to the caller.
 */
export async function readProfile(
  { db, copies }: Platform,
  caller: Actor,
  { segments, id }: { segments: SegmentNames; id: string },
): Promise<Person | null> {
  if (caller.type === 'user' || !seesAllProfiles(caller)) return findPerson(db, caller, id)
  const owner = copies?.get('owner', id)?.['person']
  const copy = typeof owner === 'string' ? copies?.get('profile', owner) : null
  if (!copy) return findPerson(db, caller, id)
  const person = withSegmentNames(copy as Person, await segments.load())
  return visiblePerson(caller, seenAgain(person, copies?.get('seen', person.id)?.['at']))
}

function seenAgain(person: Person, at: unknown): Person {
  const isLater = typeof at === 'number' && at > Date.parse(person.last_seen)
  return isLater ? { ...person, last_seen: new Date(at).toISOString() } : person
}

/** A copy is of everybody and all companies; the fields of people that are hidden are taken out of it. */
function seesAllProfiles(caller: Actor): boolean {
  const seesAll = (['people', 'companies'] as const).every(
    (object) => rightsFor(caller.grants.rights, object).view === 'all',
  )
  return seesAll && hiddenFields(caller, 'companies').length === 0
}

/** Makes the copies of these people anew at once, for somebody who waits to see what they did. */
export async function refreshCopies({ db, copies }: Platform, people: string[]): Promise<void> {
  await copies?.write(await copiesOf(db, people))
}

/** Keeps copies of profiles current, where the platform keeps copies. */
export const copyProfiles: Processor = {
  name: 'profile-copies',
  handles: ['people.changed', 'segment.entered', 'segment.left'],
  newsPerRun: NEWS_PER_RUN,
  async plan(news, { db, copies }) {
    if (!copies) return async () => undefined
    const { entering, others } = splitMemberships(copies, membershipsIn(news))
    const { people, gone } = await concerned(db, news, others)
    const rewritten = new Set([...people, ...gone])
    const documents = [
      ...[...entering]
        .filter(([id]) => !rewritten.has(id))
        .map(([id, { copy, told }]): Copy => ({
          kind: 'profile',
          id,
          document: withMemberships(copy, told),
        })),
      ...[...gone].map((id): Copy => ({ kind: 'profile', id, document: null })),
      ...seenIn(news).map(([id, at]): Copy => ({ kind: 'seen', id, document: { at } })),
    ]
    for (let at = 0; at < people.length; at += PEOPLE_PER_QUERY)
      documents.push(...(await copiesOf(db, people.slice(at, at + PEOPLE_PER_QUERY))))
    return () => copies.write(documents)
  },
}

/** Segments are renamed and removed without telling of each of their members. */
function withSegmentNames(person: Person, names: Map<string, string>): Person {
  const segments = person.segments.flatMap((segment) => {
    const name = names.get(segment.id)
    return name === undefined ? [] : [{ ...segment, name }]
  })
  return { ...person, segments }
}

type Entering = Map<string, { copy: JsonObject; told: MembershipNews[] }>

/** Of whom a copy can take in what the news say of segments, and whose profile has to be read for it. */
function splitMemberships(
  copies: Copies,
  memberships: MembershipNews[],
): { entering: Entering; others: string[] } {
  const entering: Entering = new Map()
  const others: string[] = []
  for (const one of memberships) {
    const copy = entering.get(one.personId)?.copy ?? copies.get('profile', one.personId)
    if (!copy) others.push(one.personId)
    else if (entering.get(one.personId)?.told.push(one) === undefined)
      entering.set(one.personId, { copy, told: [one] })
  }
  return { entering, others }
}

/** Whose copies are to be made anew, by their present ids, and who is nobody any more. */
async function concerned(
  db: Queryable,
  news: News[],
  members: string[],
): Promise<{ people: string[]; gone: Set<string> }> {
  const changes = news
    .filter(({ type }) => type === 'people.changed')
    .map(({ payload }) => peopleChanged.parse(payload))
  const gone = new Set(changes.flatMap((change) => change.gone.map(({ from }) => from)))
  const named = new Set([...changes.flatMap(({ profiles }) => profiles), ...members])
  const present = await currentPeople(db, [...named])
  const colleagues = await membersOf(db, [...new Set(changes.flatMap(({ renamed }) => renamed))])
  const people = new Set([...present.values(), ...colleagues])
  for (const id of named) if (!present.has(id)) gone.add(id)
  for (const person of people) gone.delete(person)
  return { people: [...people], gone }
}

function seenIn(news: News[]): [person: string, at: number][] {
  return news.flatMap(({ type, payload }) =>
    type === 'people.changed' ? peopleChanged.parse(payload).seen : [],
  )
}

/** Everybody of these companies, whose name stands in their profiles. */
async function membersOf(db: Queryable, companies: string[]): Promise<string[]> {
  if (companies.length === 0) return []
  const { rows } = await sql<{ person_id: string }>`
    select distinct i.person_id from company_members m join identifiers i on i.id = m.identifier_id
    where m.company_id = any(${companies}::uuid[])`.execute(db)
  return rows.map(({ person_id }) => person_id)
}

async function copiesOf(db: Queryable, people: string[]): Promise<Copy[]> {
  const { profiles, owners } = await findProfiles(db, people)
  return [
    ...profiles.flatMap((profile): Copy[] => [
      { kind: 'profile', id: profile.id, document: profile },
      { kind: 'seen', id: profile.id, document: null },
    ]),
    ...owners.map(({ id, person_id }): Copy => ({ kind: 'owner', id, document: { person: person_id } })),
  ]
}
