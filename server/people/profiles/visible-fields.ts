import type { JsonObject } from '../../../model/json.ts'
import type { Comparison } from '../../../model/filter.ts'
import { hiddenFields } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'

const TRAITS = 'traits.'

/** The names of the traits of people or companies that the caller does not get to see. */
export function hiddenTraits(caller: Actor, object: 'people' | 'companies'): Set<string> {
  const hidden = hiddenFields(caller, object)
  const traits = hidden.filter((field) => field.startsWith(TRAITS)).map((field) => field.slice(TRAITS.length))
  const fields = hidden.filter((field) => !field.startsWith(TRAITS))
  return new Set([...traits, ...fields, ...(hidden.includes('domain') ? ['website'] : [])])
}

/** The traits that the caller gets to see. */
export function visibleTraits(caller: Actor, object: 'people' | 'companies', traits: JsonObject): JsonObject {
  const hidden = hiddenTraits(caller, object)
  return hidden.size === 0
    ? traits
    : Object.fromEntries(Object.entries(traits).filter(([name]) => !hidden.has(name)))
}

/** Whether the caller gets to see e-mail addresses of people. */
export function seesEmail(caller: Actor): boolean {
  return !hiddenFields(caller, 'people').includes('email')
}

/** Throws `forbidden` when a comparison asks for a trait that is hidden. */
export function requireReadableTraits(
  caller: Actor,
  object: 'people' | 'companies',
  comparisons: Pick<Comparison, 'field'>[],
): void {
  const hidden = hiddenTraits(caller, object)
  const compared = comparisons.map(({ field }) => field.split('.', 1)[0] ?? field)
  const secret = compared.filter((trait) => hidden.has(trait))
  if (secret.length > 0) throw fail('forbidden', `Your role does not let you see ${secret.join(', ')}.`)
}
