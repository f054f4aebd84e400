import type { EnrichmentDefinition } from '../../../model/enrichment.ts'
import type { JsonObject } from '../../../model/json.ts'
import { outcomeOf, type NetworkProblem, type SafeAnswer } from '../../platform/safe-fetch/index.ts'
import { convert } from './convert.ts'
import { readPath } from './read-path.ts'

const LONGEST_BYTES = 64 * 1024
/** What is wrong is the key, the contract or the haste, not whom was asked about: everybody waits. */
const OF_THE_PROVIDER = [401, 402, 403, 429]

/** What a provider said. `busy` holds for whomever is asked about next, too. */
export type Told =
  | { result: 'found'; values: JsonObject }
  | { result: 'not_found' }
  | { result: 'refused'; reason: string }
  | { result: 'later'; reason: string }
  | { result: 'busy'; reason: string; notBeforeMs: number | null }

/** Reads an answer, or the lack of one; `now` in ms. */
export function readAnswer(
  { mapping, not_found }: EnrichmentDefinition,
  answer: SafeAnswer | NetworkProblem,
  now: number,
): Told {
  if (!('problem' in answer) && not_found.statuses.includes(answer.status)) return { result: 'not_found' }
  const outcome = outcomeOf(answer, now)
  if (outcome.result !== 'delivered') {
    const { reason, status } = outcome
    if (status !== null && OF_THE_PROVIDER.includes(status))
      return {
        result: 'busy',
        reason,
        notBeforeMs: outcome.result === 'later' ? (outcome.notBeforeMs ?? null) : null,
      }
    return { result: outcome.result, reason }
  }
  const json = 'text' in answer ? parse(answer.text) : undefined
  if (json === undefined) return { result: 'refused', reason: notJson('text' in answer ? answer.text : '') }
  if (not_found.empty_path !== null && isNothing(readPath(json, not_found.empty_path)))
    return { result: 'not_found' }
  const values = mapping.flatMap(({ path, trait, type }) => {
    const value = convert(readPath(json, path), type)
    return value === undefined ? [] : [[trait, value] as const]
  })
  return values.length > 0 ? { result: 'found', values: Object.fromEntries(values) } : { result: 'not_found' }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function notJson(text: string): string {
  return Buffer.byteLength(text) >= LONGEST_BYTES
    ? 'The answer is longer than 64 KB, which is more than Kith reads.'
    : 'The answer is not JSON.'
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
