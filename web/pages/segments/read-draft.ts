import type { Condition, SegmentDefinition } from '../../../model/segment.ts'
import { fromTyped, problemIn } from '../../lib/typed-comparison.ts'
import type { DraftComparison, DraftGroup, DraftNode } from './draft.ts'

/** What lacks, by the key of the row it lacks in. */
export type Problems = Record<string, string>

/** The definition that a draft stands for, or what is still missing in it. */
export function readDraft(
  root: DraftGroup,
): { definition: SegmentDefinition; problems: null } | { definition: null; problems: Problems } {
  const problems = Object.fromEntries(findProblems(root))
  if (Object.keys(problems).length > 0) return { definition: null, problems }
  return { definition: { match: root.match, conditions: root.conditions.map(readNode) }, problems: null }
}

function* findProblems(node: DraftNode): Generator<[key: string, problem: string]> {
  switch (node.kind) {
    case 'event':
      if (node.event.trim() === '') yield [node.key, 'Say which event.']
      for (const comparison of node.where) yield* findComparisonProblem(comparison, 'property')
      return
    case 'trait':
      yield* findComparisonProblem(node.comparison, 'trait')
      return
    case 'group':
      if (node.conditions.length === 0) yield [node.key, 'Add a condition.']
      for (const condition of node.conditions) yield* findProblems(condition)
  }
}

function* findComparisonProblem(
  draft: DraftComparison,
  what: string,
): Generator<[key: string, problem: string]> {
  const problem = problemIn(draft, what)
  if (problem) yield [draft.key, problem]
}

function readNode(node: DraftNode): Condition {
  switch (node.kind) {
    case 'event': {
      const { did, times, days } = node
      return { kind: 'event', did, event: node.event.trim(), where: node.where.map(fromTyped), times, days }
    }
    case 'trait':
      return { kind: 'trait', comparison: fromTyped(node.comparison) }
    case 'group':
      return { kind: 'group', match: node.match, conditions: node.conditions.map(readNode) }
  }
}
