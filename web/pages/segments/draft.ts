import type { Comparison } from '../../../model/filter.ts'
import type { Condition, SegmentDefinition } from '../../../model/segment.ts'
import { blankComparison, toTyped, type TypedComparison } from '../../lib/typed-comparison.ts'

/** A definition while it is being edited: rows have keys, and may be unfinished (`readDraft` names what lacks). */
export type DraftComparison = TypedComparison & { key: string }
export type DraftEvent = {
  key: string
  kind: 'event'
  did: boolean
  event: string
  where: DraftComparison[]
  times: number
  days: number | null
}
export type DraftTrait = { key: string; kind: 'trait'; comparison: DraftComparison }
export type DraftGroup = { key: string; kind: 'group'; match: 'all' | 'any'; conditions: DraftNode[] }
export type DraftNode = DraftEvent | DraftTrait | DraftGroup

/** A new row of each kind. */
export const blank = {
  comparison: (): DraftComparison => ({ ...blankComparison, key: newKey() }),
  event: (): DraftEvent => ({
    key: newKey(),
    kind: 'event',
    did: true,
    event: '',
    where: [],
    times: 1,
    days: null,
  }),
  trait: (): DraftTrait => ({ key: newKey(), kind: 'trait', comparison: blank.comparison() }),
  group: (): DraftGroup => ({ key: newKey(), kind: 'group', match: 'any', conditions: [blank.event()] }),
  root: (): DraftGroup => ({ ...blank.group(), match: 'all' }),
}

/** The draft that edits an existing definition. */
export function toDraft(definition: SegmentDefinition): DraftGroup {
  return {
    key: newKey(),
    kind: 'group',
    match: definition.match,
    conditions: definition.conditions.map(toNode),
  }
}

/** The group with this row in the place of the one with the same key; a nested group that became empty goes. */
export function replaceNode(group: DraftGroup, node: DraftNode): DraftGroup {
  if (node.kind === 'group' && node.conditions.length === 0) return removeNode(group, node.key)
  return { ...group, conditions: group.conditions.map((one) => (one.key === node.key ? node : one)) }
}

/** The group without this row. */
export function removeNode(group: DraftGroup, key: string): DraftGroup {
  return { ...group, conditions: group.conditions.filter((one) => one.key !== key) }
}

/** How many conditions the draft has, those in nested groups included. */
export function countRows(group: DraftGroup): number {
  return group.conditions.reduce((sum, node) => sum + (node.kind === 'group' ? countRows(node) : 1), 0)
}

function toNode(condition: Condition): DraftNode {
  const key = newKey()
  switch (condition.kind) {
    case 'event':
      return { ...condition, key, where: condition.where.map(toDraftComparison) }
    case 'trait':
      return { key, kind: 'trait', comparison: toDraftComparison(condition.comparison) }
    case 'group':
      return { ...condition, key, conditions: condition.conditions.map(toNode) }
  }
}

function toDraftComparison(comparison: Comparison): DraftComparison {
  return { ...toTyped(comparison), key: newKey() }
}

function newKey(): string {
  return crypto.randomUUID()
}
