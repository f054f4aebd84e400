import type {
  AssignedObject,
  AssignmentPool,
  AssignmentRule,
  AssignmentWay,
} from '../../../model/assignment.ts'
import { emptyGroup, fromDraft, toDraft, type DraftGroup } from '../../lib/list-filter.ts'

export const wayKinds = ['round_robin', 'by_load', 'territory', 'fixed'] as const

export type DraftPool = { by: 'users' | 'team'; users: string[]; team: string | null }
export type DraftPlace = { key: string; value: string; pool: DraftPool }

/** A rule as it is being written: every kind keeps what was chosen while another is looked at. */
export type RuleDraft = {
  name: string
  filter: DraftGroup
  kind: AssignmentWay['kind']
  pool: DraftPool
  field: string | null
  places: DraftPlace[]
}

const emptyPool = (): DraftPool => ({ by: 'users', users: [], team: null })
export const emptyPlace = (): DraftPlace => ({ key: crypto.randomUUID(), value: '', pool: emptyPool() })

export type CompleteRule = Pick<AssignmentRule, 'name' | 'object' | 'filter' | 'way'>

/** The draft of a rule, or of a new one. */
export function draftOf(rule: AssignmentRule | null): RuleDraft {
  const empty = {
    name: '',
    filter: emptyGroup(),
    kind: 'round_robin' as const,
    pool: emptyPool(),
    field: null,
    places: [emptyPlace()],
  }
  if (!rule) return empty
  const { name, filter, way } = rule
  return { ...empty, name, filter: toDraft(filter), kind: way.kind, ...partsOf(way) }
}

function partsOf(way: AssignmentWay): Partial<RuleDraft> {
  switch (way.kind) {
    case 'fixed':
      return { pool: { ...emptyPool(), users: [way.user_id] } }
    case 'territory':
      return {
        field: way.field,
        places: way.places.map(({ value, pool }) => ({ ...emptyPlace(), value, pool: draftPool(pool) })),
      }
    default:
      return { pool: draftPool(way.pool) }
  }
}

function draftPool(pool: AssignmentPool): DraftPool {
  return 'team_id' in pool
    ? { by: 'team', users: [], team: pool.team_id }
    : { by: 'users', users: pool.user_ids, team: null }
}

/** What to save; null while something is missing. */
export function ruleOf(draft: RuleDraft, object: AssignedObject): CompleteRule | null {
  const way = wayOf(draft)
  const name = draft.name.trim()
  return way && name !== '' ? { name, object, filter: fromDraft(draft.filter), way } : null
}

function wayOf({ kind, pool, field, places }: RuleDraft): AssignmentWay | null {
  if (kind === 'fixed') {
    const [user_id] = pool.users
    return user_id === undefined ? null : { kind, user_id }
  }
  if (kind === 'territory') {
    const named = places.filter(({ value }) => value.trim() !== '')
    const pools = named.flatMap((one) => {
      const found = poolOf(one.pool)
      return found ? [{ value: one.value.trim(), pool: found }] : []
    })
    return field === null || pools.length === 0 || pools.length < named.length
      ? null
      : { kind, field, places: pools }
  }
  const found = poolOf(pool)
  return found && { kind, pool: found }
}

function poolOf({ by, users, team }: DraftPool): AssignmentPool | null {
  if (by === 'team') return team === null ? null : { team_id: team }
  return users.length === 0 ? null : { user_ids: users }
}
