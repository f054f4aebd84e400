import { sql } from 'kysely'
import type { IdentityEffect, IdentityExample } from '../../../model/identity-rules.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { byStrength } from '../identity/identifiers.ts'
import { decisionsOf, loadGroup, type StoredGroup, type StoredNode } from '../identity/load-group.ts'
import { resolveGroup, type Resolution } from '../identity/resolve-group.ts'
import type { IdentityRules } from '../identity/rules.ts'
import { noEffect } from './effects.ts'
import { namesOf } from './names-of.ts'

const PAGE_IDENTIFIERS = 500
const EXAMPLES_PER_PAGE = 3
const SHOWN_PARTS = 6
const SHOWN_IDENTIFIERS = 6

/** What other rules would make of some people. */
export type PageComparison = {
  /** The last identifier looked at; null when there are no more. */
  last: string | null
  identifiers: number
  effect: IdentityEffect
  /** All identifiers of everybody who would be other than they are. */
  changed: string[]
}

/**
 * Compares the people on record with those that rules give, for the identifiers after `after` in the order of their
 * ids and whomever these are connected with. A person is counted on the page of the identifier that gave the person its id.
 */
export async function comparePage(
  db: Queryable,
  { rules, after }: { rules: IdentityRules; after: string | null },
): Promise<PageComparison> {
  const ids = await nextIdentifiers(db, after)
  if (ids.length === 0) return { last: null, identifiers: 0, effect: noEffect(), changed: [] }
  const group = await loadGroup(db, ids, rules)
  const resolution = resolveGroup(group.nodes, group.links, rules, decisionsOf(group))
  const compared = { group, resolution, page: new Set(ids), rules }
  const effect = await describeEffect(db, compared)
  return { last: ids.at(-1) ?? null, identifiers: ids.length, effect, changed: changedIn(compared) }
}

type Compared = {
  group: StoredGroup
  resolution: Resolution
  page: ReadonlySet<string>
  rules: IdentityRules
}

async function nextIdentifiers(db: Queryable, after: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from identifiers where ${after}::uuid is null or id > ${after}::uuid
    order by id limit ${PAGE_IDENTIFIERS}`.execute(db)
  return rows.map(({ id }) => id)
}

async function describeEffect(db: Queryable, compared: Compared): Promise<IdentityEffect> {
  const { group, resolution, page } = compared
  const personNow = ({ personId }: StoredNode) => personId
  const personThen = ({ id }: StoredNode) => resolution.personOf.get(id) ?? id
  const split = regroupings(group.nodes, { by: personNow, into: personThen, page })
  const merged = regroupings(group.nodes, { by: personThen, into: personNow, page })
  const states = group.nodes.filter(
    ({ id, storedState }) => page.has(id) && storedState !== resolution.stateOf.get(id),
  )
  const became = (state: string) => states.filter(({ id }) => resolution.stateOf.get(id) === state).length
  return {
    split: { people: split.size, into: sum(split, (parts) => parts.size) },
    merged: { people: sum(merged, (parts) => parts.size), into: merged.size },
    identifiers: {
      blocked: became('blocked'),
      quarantined: became('quarantined'),
      shared: became('shared'),
      freed: became('normal'),
    },
    examples: await describeExamples(db, compared, { split, merged, states }),
  }
}

type Regroupings = Map<string, Map<string, StoredNode[]>>

/** Those of the groups made `by` one person of the page whose identifiers go `into` several. */
function regroupings(
  nodes: StoredNode[],
  how: { by(node: StoredNode): string; into(node: StoredNode): string; page: ReadonlySet<string> },
): Regroupings {
  const groups: Regroupings = new Map()
  for (const node of nodes) {
    const key = how.by(node)
    if (!how.page.has(key)) continue
    const parts = groups.get(key) ?? new Map<string, StoredNode[]>()
    groups.set(key, parts)
    parts.set(how.into(node), [...(parts.get(how.into(node)) ?? []), node])
  }
  return new Map([...groups].filter(([, parts]) => parts.size > 1))
}

function sum(groups: Regroupings, count: (parts: Map<string, StoredNode[]>) => number): number {
  return [...groups.values()].reduce((total, parts) => total + count(parts), 0)
}

async function describeExamples(
  db: Queryable,
  { resolution, rules }: Compared,
  found: { split: Regroupings; merged: Regroupings; states: StoredNode[] },
): Promise<IdentityExample[]> {
  const split = [...found.split].slice(0, EXAMPLES_PER_PAGE)
  const merged = [...found.merged].slice(0, EXAMPLES_PER_PAGE)
  const people = [
    ...split.map(([person]) => person),
    ...merged.flatMap(([, parts]) => [...parts.keys()].slice(0, SHOWN_PARTS)),
  ]
  const names = await namesOf(db, people)
  const named = (id: string) => ({ id, name: names.get(id) ?? '' })
  const strongest = (nodes: StoredNode[]) => nodes.toSorted(byStrength(rules)).slice(0, SHOWN_IDENTIFIERS)
  return [
    ...split.map(([person, parts]): IdentityExample => ({
      kind: 'split',
      person: named(person),
      into: [...parts.values()]
        .slice(0, SHOWN_PARTS)
        .map((nodes) => strongest(nodes).map(({ value }) => value)),
    })),
    ...merged.map(([, parts]): IdentityExample => ({
      kind: 'merged',
      people: [...parts.keys()].slice(0, SHOWN_PARTS).map(named),
    })),
    ...found.states
      .slice(0, EXAMPLES_PER_PAGE)
      .map(({ id, type, value, personId, storedState }): IdentityExample => ({
        kind: 'identifier',
        type,
        value,
        person: personId,
        from: storedState,
        to: resolution.stateOf.get(id) ?? 'normal',
      })),
  ]
}

/** Everybody with an identifier, a state or a link that would be other than on record, with all their identifiers. */
function changedIn({ group, resolution }: Compared): string[] {
  const { personOf, stateOf, refusals } = resolution
  const relinked = new Set(
    group.links.flatMap(({ a, b, refusal }, index) => (refusal === (refusals[index] ?? null) ? [] : [a, b])),
  )
  const touched = new Set<string>()
  for (const { id, personId, storedState } of group.nodes) {
    const person = personOf.get(id) ?? id
    if (person === personId && stateOf.get(id) === storedState && !relinked.has(id)) continue
    touched.add(personId).add(person)
  }
  return group.nodes
    .filter(({ id, personId }) => touched.has(personId) || touched.has(personOf.get(id) ?? id))
    .map(({ id }) => id)
}
