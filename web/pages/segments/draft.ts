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
  event: (): DraftEvent => ({ key: newKey(), kind: 'event', did: true, event: '', where: [], times: 1, days: null }),
  trait: (): DraftTrait => ({ key: newKey(), kind: 'trait', comparison: blank.comparison() }),
  group: (): DraftGroup => ({ key: newKey(), kind: 'group', match: 'any', conditions: [blank.event()] }),
  root: (): DraftGroup => ({ ...blank.group(), match: 'all' }),
}

/** The draft that edits an existing definition. */
export function toDraft(definition: SegmentDefinition): DraftGroup {
  return { key: newKey(), kind: 'group', match: definition.match, conditions: definition.conditions.map(toNode) }
}

/** Replaces the row with this key, wherever it is; null removes it, and with it a group that it leaves empty. */
export function changeNode(group: DraftGroup, key: string, change: (node: DraftNode) => DraftNode | null): DraftGroup {
  return { ...group, conditions: group.conditions.flatMap((node) => changedNode(node, key, change)) }
}

/** How many conditions the draft has, those in nested groups included. */
export function countRows(group: DraftGroup): number {
  return group.conditions.reduce((sum, node) => sum + (node.kind === 'group' ? countRows(node) : 1), 0)
}

function changedNode(node: DraftNode, key: string, change: (node: DraftNode) => DraftNode | null): DraftNode[] {
  if (node.key === key) {
    const changed = change(node)
    return changed ? [changed] : []
  }
  if (node.kind !== 'group') return [node]
  const group = changeNode(node, key, change)
  return group.conditions.length > 0 ? [group] : []
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
