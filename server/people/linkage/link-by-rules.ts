import type { LinkageSettings } from '../../../model/linkage.ts'
import { eachCandidate, prepareRule } from './engine/candidates.ts'
import { createPairs, type Pairs } from './engine/pairs.ts'
import type { RawColumn } from './engine/table.ts'
import { tableFor } from './table-for.ts'

/** What plain rules would link: all pairs that agree in the keys of a certain rule. What matching has to be better than. */
export function linkByRules(size: number, columns: readonly RawColumn[], settings: LinkageSettings): Pairs {
  const table = tableFor(size, columns, settings.fields)
  const found = createPairs()
  const rules = settings.certain.map(({ keys }) => prepareRule(table, keys))
  eachCandidate(rules, (left, right) => found.add(left, right, 0))
  return found.pairs()
}
