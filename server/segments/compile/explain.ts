import type { Condition, Match } from '../../../model/segment-condition.ts'
import { reachedWhen } from '../../../model/segment-reach.ts'
import { windowOf } from '../../../model/segment-event.ts'
import { conditionWords, filterWords, type NameOf } from '../../../model/segment-words.ts'
import { membersOf, type SegmentDefinition } from '../../../model/segment.ts'
import type { Params } from '../../platform/warehouse/index.ts'
import { expand, type Definitions } from '../expand-segments.ts'
import type { Meant } from './event-facts.ts'
import { createParams } from './params.ts'
import { askOthers, compileGroup } from './compile-condition.ts'
import { createMemberParts, type MemberParts } from './member-parts.ts'
import { memberRows, SETTINGS } from './scan.ts'
import type { Companies, Scope } from './scope.ts'

/** What the answers of a query about one person say: each of these is a place in `holds`, `numbers` or `texts`. */
export type Explained = {
  words: string
  match: Match | null
  holds: number
  count: number | null
  first: number | null
  last: number | null
  text: number | null
  field: string | null
  inside: Explained[]
}

/** The row that the query gives; times in ms since 1970. */
export type ExplanationRow = { holds: number[]; numbers: number[]; texts: string[] }

export type Explaining = { definitions: Definitions; nameOf: NameOf; now: number }

/** One query that tells of one person or company which conditions hold, and by what. */
export function compileExplanation(
  definition: SegmentDefinition,
  scope: Scope | Companies,
  { definitions, nameOf, now }: Explaining,
): { query: string; params: Params; tree: Explained } {
  const params = createParams()
  const members = membersOf(definition)
  const parts = createMemberParts(members, params, now)
  const asked = { holds: [] as string[], numbers: [] as string[], texts: [] as string[] }
  const ask = (kind: keyof typeof asked, sql: string) => asked[kind].push(sql) - 1
  const explain = (condition: Condition): Explained => {
    const whole = expand({ members, match: 'all', conditions: [condition] }, definitions)
    const node = {
      words: conditionWords(condition, nameOf, members),
      match: condition.kind === 'group' ? condition.match : null,
      holds: ask('holds', `toUInt8(${compileGroup(whole, parts)})`),
      inside: explainedInside(condition).map(explain),
    }
    const [expanded = condition] = whole.conditions
    return { ...nothing, ...node, ...evidenceOf(expanded, parts, ask) }
  }
  const tree: Explained = {
    ...nothing,
    words: '',
    match: definition.match,
    holds: ask('holds', `toUInt8(${compileGroup(expand(definition, definitions), parts)})`),
    inside: definition.conditions.map(explain),
  }
  const query = `
    select [${asked.holds.join(', ')}] as holds, [${[...asked.numbers, '0'].map((sql) => `toInt64(${sql})`).join(', ')}] as numbers,
      [${[...asked.texts, `''`].join(', ')}] as texts
    from ${memberRows(parts, scope)}
    ${SETTINGS}`
  return { query, params: params.values, tree }
}

/** What a condition is made of: of a channel that may reach somebody everything that must be so of their traits. */
function explainedInside(condition: Condition): Condition[] {
  if (condition.kind === 'group') return condition.conditions
  if (condition.kind !== 'reach') return []
  const { must, mustNot } = reachedWhen(condition)
  return [
    ...must.map((comparison): Condition => ({ kind: 'trait', comparison })),
    ...mustNot.map((comparison): Condition => ({
      kind: 'trait',
      comparison: { ...comparison, operator: 'is_not' },
    })),
  ]
}

const nothing = { count: null, first: null, last: null, text: null, field: null }

type Ask = (kind: 'holds' | 'numbers' | 'texts', sql: string) => number

function evidenceOf(condition: Condition, parts: MemberParts, ask: Ask): Partial<Explained> {
  const { facts, deals, now } = parts
  switch (condition.kind) {
    case 'event':
      return happened({ filter: condition, window: windowOf(condition) }, parts, ask)
    case 'occurrence': {
      const meant: Meant = { filter: condition, window: null }
      return { ...happened(meant, parts, ask), first: ask('numbers', `${now} - ${facts.firstAge(meant)}`) }
    }
    case 'aggregate':
      return { text: ask('texts', facts.aggregateText(condition, windowOf(condition))) }
    case 'sequence': {
      const all = [...condition.steps, ...(condition.absent ? [condition.absent] : [])]
      const inside = all.map((filter): Explained => {
        const evidence = happened({ filter, window: null }, parts, ask)
        const holds = ask('holds', `toUInt8(${facts.count({ filter, window: null })} > 0)`)
        return { ...nothing, words: filterWords(filter), match: null, holds, inside: [], ...evidence }
      })
      return { inside }
    }
    case 'trait':
      return { field: condition.comparison.field }
    case 'deal':
      return { count: ask('numbers', deals.columnOf(condition)) }
    case 'people':
      return { count: ask('numbers', askOthers(condition, parts)) }
    case 'place':
    case 'segment':
    case 'sample':
    case 'reach':
    case 'owner':
    case 'company':
    case 'group':
      return {}
  }
}

function happened(meant: Meant, { facts, now }: MemberParts, ask: Ask): Partial<Explained> {
  return {
    count: ask('numbers', facts.count(meant)),
    last: ask('numbers', `${now} - ${facts.lastAge(meant)}`),
  }
}
