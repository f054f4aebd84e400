import type { LinkageKey, LinkageRule, LinkageSettings } from '../../../../model/linkage.ts'
import { prepareRule } from '../engine/candidates.ts'
import type { Table } from '../engine/table.ts'
import type { ColumnRole } from './column-words.ts'
import { roleDefinitions } from './role-definitions.ts'
import type { Column } from './suggest-settings.ts'

/** With no more comparisons of fields than this, all pairs are compared: no rule can miss one. */
const COMPARE_ALL_UP_TO = 6_000_000
const MIN_PAIRS = 1_500_000
const PAIRS_PER_RECORD = 40
const MAX_PAIRS = 15_000_000
/** What a rule of one key may cost of all pairs, and one of two keys. */
const SINGLE_SHARE = 1 / 6
const DOUBLE_SHARE = 1 / 12
/** Words that at most so many records have are looked by, the first bound that can be afforded. */
const WORD_BOUNDS = [200, 120, 80, 50, 30, 20, 12, 6, 3]
const MAX_RULES_SMALL = 30
const MAX_RULES_LARGE = 20
const LARGE = 200_000
const MAX_TRAINING_RULES = 4
const MIN_TRAINING_PAIRS = 30
const MAX_TRAINING_PAIRS_PER_RECORD = 10
const MAX_CERTAIN_RULES = 4
/** Records that agree in two fields this many times as often as chance would have it are mostly matches. */
const FAR_MORE_THAN_CHANCE = 20
/** Fields that agree this often tell of something else than duplicates. */
const MOST_MATCHES_PER_RECORD = 3
/** A postcode and its city go together, whoever lives there. */
const PLACES: ReadonlySet<ColumnRole> = new Set(['postcode', 'city', 'region', 'latitude', 'longitude'])

type Scope = { table: Table; size: number }
type Costed = { rule: LinkageRule; pairs: number; expected: number }

/** Rules to find candidates, to train on, and to guess the number of matches, by how many pairs each would give. */
export function suggestRules(
  columns: Column[],
  scope: Scope,
): Pick<LinkageSettings, 'blocking' | 'training' | 'certain'> {
  const keys = columns.map((column) => keysOf(column, scope))
  const singles = keys.flat().map((key) => cost([key], scope))
  const doubles = pairsOf(keys).map((rule) => cost(rule, scope, singles))
  const exact = [...singles, ...doubles].filter(({ rule }) => rule.every(({ part }) => part === 'whole'))
  const places = new Set(columns.filter(({ role }) => PLACES.has(role)).map(({ field }) => field.name))
  const unrelated = exact.filter(({ rule }) => rule.filter(({ field }) => places.has(field)).length < 2)
  return {
    blocking:
      (columns.length * scope.size ** 2) / 2 <= COMPARE_ALL_UP_TO
        ? [[]]
        : chooseBlocking(singles, doubles, scope.size),
    training: chooseTraining(unrelated, scope.size),
    certain: chooseCertain(unrelated, scope.size),
  }
}

function keysOf({ field, role }: Column, scope: Scope): LinkageKey[] {
  return roleDefinitions[role].keys.map((key) => {
    const plain = { field: field.name, ...key }
    return isWordy(plain) ? boundWords(plain, scope) : plain
  })
}

function isWordy({ part }: LinkageKey): boolean {
  return part === 'words' || part === 'items'
}

/** Of words only the rarest, so many as can be afforded. */
function boundWords(key: LinkageKey, scope: Scope): LinkageKey {
  const bounds = WORD_BOUNDS.map((most) => ({ ...key, most }))
  const affordable = budgetOf(scope.size) * SINGLE_SHARE
  return bounds.find((bound) => cost([bound], scope).pairs <= affordable) ?? bounds.at(-1)!
}

function budgetOf(size: number): number {
  return Math.min(Math.max(MIN_PAIRS, PAIRS_PER_RECORD * size), MAX_PAIRS)
}

/** Every two keys of different fields; two keys of words in one rule would be too many blocks. */
function pairsOf(keys: LinkageKey[][]): LinkageRule[] {
  return keys.flatMap((own, index) =>
    own.flatMap((a) =>
      keys
        .slice(index + 1)
        .flat()
        .filter((b) => !(isWordy(a) && isWordy(b)))
        .map((b) => [a, b]),
    ),
  )
}

/** How many pairs a rule gives over all records, reckoned from the sample, and how many it would if keys were unrelated. */
function cost(rule: LinkageRule, { table, size }: Scope, singles: Costed[] = []): Costed {
  const { pairs } = prepareRule(table, rule)
  const growth = (size / Math.max(1, table.size)) ** 2
  const total = (table.size * (table.size - 1)) / 2
  const chance = rule.map(
    (key) => (singles.find((single) => single.rule[0] === key)?.pairs ?? 0) / (total * growth),
  )
  return {
    rule,
    pairs: pairs * growth,
    expected: chance.reduce((product, share) => product * share, total * growth),
  }
}

/** The cheapest first: keys alone, then two together, as long as pairs are left to spend. */
function chooseBlocking(singles: Costed[], doubles: Costed[], size: number): LinkageRule[] {
  const budget = budgetOf(size)
  const most = size > LARGE ? MAX_RULES_LARGE : MAX_RULES_SMALL
  const chosen: LinkageRule[] = []
  let spent = 0
  const choose = (costed: Costed[], share: number) => {
    for (const { rule, pairs } of costed.toSorted((a, b) => a.pairs - b.pairs)) {
      if (chosen.length >= most || pairs > budget * share || spent + pairs > budget) return
      if (pairs === 0 || chosen.some((other) => includes(other, rule))) continue
      chosen.push(rule)
      spent += pairs
    }
  }
  choose(singles, SINGLE_SHARE)
  choose(doubles, DOUBLE_SHARE)
  if (chosen.length > 0) return chosen
  const cheapest = [...singles, ...doubles]
    .filter(({ pairs }) => pairs > 0)
    .toSorted((a, b) => a.pairs - b.pairs)
  return [cheapest[0]?.rule ?? []]
}

/** Whether all pairs of the second rule are already pairs of the first. */
function includes(wider: LinkageRule, rule: LinkageRule): boolean {
  return wider.every((key) =>
    rule.some((other) => other.field === key.field && (other.part === 'whole' || isSame(other, key))),
  )
}

function isSame(a: LinkageKey, b: LinkageKey): boolean {
  return a.part === b.part && a.length === b.length
}

/** The most telling rules on exact values that leave each other's fields alone, so that each field is learned somewhere. */
function chooseTraining(exact: Costed[], size: number): LinkageRule[] {
  const telling = exact
    .filter(({ pairs }) => pairs >= MIN_TRAINING_PAIRS && pairs <= size * MAX_TRAINING_PAIRS_PER_RECORD)
    .toSorted((a, b) => a.pairs / a.rule.length - b.pairs / b.rule.length)
  const chosen: LinkageRule[] = []
  for (const { rule } of telling) {
    const isApart = chosen.every((other) =>
      other.every(({ field }) => rule.every((key) => key.field !== field)),
    )
    if (isApart && chosen.length < MAX_TRAINING_RULES) chosen.push(rule)
  }
  return chosen
}

function chooseCertain(exact: Costed[], size: number): LinkageSettings['certain'] {
  return exact
    .filter(({ rule, pairs }) => rule.length === 2 && pairs <= size * MOST_MATCHES_PER_RECORD)
    .filter(({ pairs, expected }) => pairs > expected * FAR_MORE_THAN_CHANCE)
    .toSorted((a, b) => b.pairs - a.pairs)
    .slice(0, MAX_CERTAIN_RULES)
    .map(({ rule }) => ({ keys: rule, close: [] }))
}
