import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../../model/json.ts'
import { storeEvents, type EventRow } from '../../events/index.ts'
import type { TestPlatform } from '../../platform/testing/index.ts'
import type { KnownCompany, KnownEvent, KnownPerson } from '../evaluate.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Somebody of whom tests know everything, with the identifiers under which it lies. */
export type Identified = KnownPerson & { identifiers: string[] }

type DrawnCompany = Pick<KnownCompany, 'traits' | 'deals' | 'owner'>

/** Everybody and everything there is: companies to which nobody belongs, too. */
export type World = { people: Identified[]; companies: KnownCompany[] }

type Drawn = Omit<KnownPerson, 'id' | 'companies'> & { companies: number[] }

/** A person with nothing known but this. */
export function known(person: Partial<KnownPerson>): Identified {
  return {
    traits: {},
    events: [],
    deals: [],
    owner: '',
    lists: [],
    ...person,
    companies: [],
    id: randomUUID(),
    identifiers: [randomUUID()],
  }
}

/** Nothing but these people, who belong to no company. */
export function alone(people: Identified[]): World {
  return { people, companies: [] }
}

/** Gives drawn people ids, and joins them with the companies at the places they name. */
export function identify(drawn: Drawn[], companies: DrawnCompany[]): World {
  const joined = companies.map((company, place) => ({
    ...company,
    id: randomUUID(),
    people: [] as KnownPerson[],
    named: drawn.flatMap(({ events }) => events.filter((event) => event.company === place)),
  }))

  const people = drawn.map(({ companies: places, ...one }) => {
    const mine = joined.filter((_, place) => places.includes(place))
    const person = { ...one, id: randomUUID(), identifiers: [randomUUID(), randomUUID()], companies: mine }
    for (const company of mine) company.people.push(person)
    return person
  })
  return { people, companies: joined }
}

/**
 * Stores people as the pipeline does; the second identifier's events were stored when it was somebody else's. Everything
 * has an older version, too.
 */
export async function storeWorld({ warehouse }: TestPlatform, { people, companies }: World): Promise<void> {
  const rows = people.flatMap(({ id, identifiers, events }) =>
    events.map((one, index) =>
      eventRow(one, {
        identifierId: at(identifiers, index),
        personId: ownerAt(id, index),
        companyId: companies[one.company ?? -1]?.id ?? NOBODY,
      }),
    ),
  )
  await storeEvents(warehouse, rows, randomUUID())
  const moved = people.flatMap(({ id, identifiers }) =>
    identifiers.slice(1).map((identifier_id) => ({ identifier_id, person_id: id })),
  )
  await warehouse.insert('identity_overrides', moved)
  const snapshot = { first_seen: 0, last_seen: 0, deleted: 0 }
  for (const version of [1, 2])
    await warehouse.insert(
      'people',
      people.map(({ id, traits }) => ({
        ...snapshot,
        person_id: id,
        traits: version === 1 ? { a: 'old' } : traits,
        version,
      })),
    )
  await storeCompanies({ warehouse }, { people, companies })
  await storeLists({ warehouse }, people)
  await storeOwners({ warehouse }, people)
}

async function storeLists(
  { warehouse }: Pick<TestPlatform, 'warehouse'>,
  people: Identified[],
): Promise<void> {
  const rows = people.flatMap(({ id, identifiers, lists }) =>
    lists.map((list_id, index) => ({
      list_id,
      identifier_id: at(identifiers, index),
      stored: ownerAt(id, index),
      version: 1,
      deleted: 0,
    })),
  )
  await warehouse.insert('segment_lists', rows)
}

/** The identifier that was given away last says who owns the person. */
async function storeOwners(
  { warehouse }: Pick<TestPlatform, 'warehouse'>,
  people: Identified[],
): Promise<void> {
  const rows = people.flatMap(({ id, identifiers, owner }) =>
    owner === '' && identifiers.length === 1
      ? []
      : identifiers.map((identifier_id, index) => ({
          identifier_id,
          stored: ownerAt(id, index),
          owner_id: index === identifiers.length - 1 ? owner : 'ana',
          owner_at: index,
          version: 2,
          deleted: 0,
        })),
  )
  await warehouse.insert('person_owners', [
    ...rows.map((row) => ({ ...row, owner_id: 'ana', version: 1 })),
    ...rows,
  ])
}

async function storeCompanies(
  { warehouse }: Pick<TestPlatform, 'warehouse'>,
  { people, companies }: World,
): Promise<void> {
  await warehouse.insert(
    'companies',
    companies.map(({ id, traits, owner }) => ({
      company_id: id,
      owner_id: owner,
      traits,
      version: 2,
      deleted: 0,
    })),
  )
  await warehouse.insert(
    'company_members',
    people.flatMap(({ id, identifiers, companies: mine }) =>
      mine.map((company, index) => ({
        identifier_id: at(identifiers, index),
        company_id: company.id,
        stored: ownerAt(id, index),
        version: 1,
        deleted: 0,
      })),
    ),
  )
  const ofPeople = people.flatMap(({ id, identifiers, deals }) =>
    deals.map((fields, index) => ({
      fields,
      identifier_id: at(identifiers, index),
      stored: ownerAt(id, index),
      company_id: NOBODY,
    })),
  )
  const ofCompanies = companies.flatMap(({ id, deals }) =>
    deals.map((fields) => ({ fields, identifier_id: NOBODY, stored: NOBODY, company_id: id })),
  )
  await warehouse.insert('deals', [...ofPeople, ...ofCompanies].flatMap(dealVersions))
}

function dealVersions(deal: {
  fields: JsonObject
  identifier_id: string
  stored: string
  company_id: string
}) {
  const deal_id = randomUUID()
  return [
    { ...deal, deal_id, fields: { a: 'old' }, version: 1, deleted: 0 },
    { ...deal, deal_id, version: 2, deleted: 0 },
    { ...deal, deal_id: randomUUID(), version: 2, deleted: 1 },
  ]
}

function at(identifiers: string[], index: number): string {
  return identifiers[index % identifiers.length] ?? NOBODY
}

/** Under a person's second identifier things were stored when it was somebody else's. */
function ownerAt(id: string, index: number): string {
  return index % 2 === 0 ? id : randomUUID()
}

function eventRow(
  { company: _, ...event }: KnownEvent,
  { identifierId, personId, companyId }: { identifierId: string; personId: string; companyId: string },
): EventRow {
  return {
    ...event,
    identifier_id: identifierId,
    received_at: event.timestamp,
    other_ids: [],
    person_id: personId,
    company_id: companyId,
    source_id: NOBODY,
    message_id: randomUUID(),
    user_id: '',
    anonymous_id: '',
    context: {},
  }
}
