import {
  ANY_OTHER_TYPE,
  defaultIdentityRules,
  type IdentifierPlace,
  type IdentifierRuleRow,
  type IdentityRulesData,
} from '../../../model/identity-rules.ts'
import { windowMs, type StandsFor } from '../../../model/identity-words.ts'
import { readPattern, type TextPattern } from '../../../model/text-pattern.ts'
import { invariant } from '../../platform/errors.ts'
import { normalisers } from './normalisers.ts'

/** How identifiers of one type bind people together. */
export type IdentifierRule = {
  /** Lowest is strongest. An event belongs to its strongest identifier; stronger links are tried first. */
  priority: number
  /** How many values of this type one person may have, */
  limit: number
  /** … that came up within this many milliseconds of each other; null: altogether. */
  withinMs: number | null
  standsFor: StandsFor
}

/** Rules made ready for use, of one version. */
export type IdentityRules = {
  version: number
  ruleOf(type: string): IdentifierRule
  /** Makes the same of every way to write a value; null when it cannot be one of this type. */
  normalise(type: string, value: string): string | null
  isBlocked(type: string, value: string): boolean
  /** Where identifiers of an installation's own types are found. */
  places: (IdentifierPlace & { type: string })[]
  sharedFrom: number
  quarantinedAbove: number
}

/** Makes rules ready for use. */
export function compileRules(data: IdentityRulesData, version: number): IdentityRules {
  const rows = new Map(data.types.map((row, index) => [row.type, compileRow(row, index)]))
  const other = rows.get(ANY_OTHER_TYPE)
  invariant(other, 'Rules have a row for all other types.')
  const of = (type: string) => rows.get(type) ?? other
  const isBlockedForAll = blocking(data.blocked)
  return {
    version,
    ruleOf: (type) => of(type).rule,
    normalise: (type, value) => of(type).normalise(value),
    isBlocked: (type, value) => isBlockedForAll(value) || of(type).isBlocked(value),
    places: data.types.flatMap(({ type, found }) => found.map((place) => ({ ...place, type }))),
    sharedFrom: data.shared_from,
    quarantinedAbove: data.quarantined_above,
  }
}

function compileRow(row: IdentifierRuleRow, priority: number) {
  const { limit, within, stands_for, normalise, country } = row
  return {
    rule: { priority, limit, withinMs: windowMs[within], standsFor: stands_for },
    normalise: (value: string) => normalisers[normalise](value, country),
    isBlocked: blocking(row.blocked),
  }
}

function blocking({ values, patterns }: IdentityRulesData['blocked']): (value: string) => boolean {
  const known = new Set(values.map((value) => value.toLowerCase()))
  const tests = patterns.map(readPattern).filter((test): test is TextPattern => test !== null)
  return (value) => known.has(value.toLowerCase()) || tests.some((test) => test(value))
}

/** The rules that hold until somebody changes them. */
export const defaultRules: IdentityRules = compileRules(defaultIdentityRules, 0)
