import {
  ANY_OBJECT,
  recordObjects,
  rightsFor,
  type ObjectRights,
  type Reach,
  type RecordAction,
  type Rights,
} from '../../model/rights.ts'

/** What each object of a role's matrix is called. */
export const objectNames: Record<string, string> = {
  people: 'People',
  companies: 'Companies',
  deals: 'Deals',
  [ANY_OBJECT]: 'All other records',
}

/** The rows of a role's matrix. */
export const matrixObjects = [...recordObjects, ANY_OBJECT]

export const actionNames: Record<RecordAction, string> = {
  view: 'See',
  create: 'Make',
  edit: 'Change',
  delete: 'Delete',
  assign: 'Give away',
  export: 'Export',
}

export const reachNames: Record<Reach, string> = { none: 'None', own: 'Own', team: 'Team', all: 'All' }

/** The fields that a role may hide or lock, besides traits by their names. */
export const fieldsOf: Record<string, string[]> = {
  people: ['email', 'owner'],
  companies: ['domain', 'owner'],
  deals: ['amount', 'expected_close_on', 'person', 'company', 'owner', 'name', 'stage'],
}

const whose: Record<Reach, string> = {
  none: 'no',
  own: 'their own',
  team: 'their team’s',
  all: 'all',
}

/** What the rights come to, a sentence an object: "Deals: sees all, changes and deletes their own." */
export function rightsWords(rights: Rights): string[] {
  return matrixObjects.map((object) => {
    const words = objectWords(rightsFor(rights, object))
    return `${objectNames[object]}: ${words}.`
  })
}

function objectWords(rights: ObjectRights): string {
  if (rights.view === 'none') return 'sees none'
  const others = (['own', 'team', 'all'] as const).flatMap((reach) => {
    const verbs = changes.filter(([action]) => rights[action] === reach).map(([, verb]) => verb)
    return verbs.length === 0 ? [] : [`${listed(verbs)} ${whose[reach]}`]
  })
  return [`sees ${whose[rights.view]}`, ...(others.length === 0 ? ['changes nothing'] : others)].join('; ')
}

const changes: [RecordAction, string][] = [
  ['create', 'makes'],
  ['edit', 'changes'],
  ['delete', 'deletes'],
  ['assign', 'gives away'],
  ['export', 'exports'],
]

function listed(words: string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
