import type { JsonObject } from '../../../model/json.ts'
import type { Comparison } from '../../../model/filter.ts'
import type { Person } from '../../../model/person.ts'
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

const CONTACTS = ['email', 'phone']

/** Whether people may be searched for by addresses and numbers: a search tells what it finds by. */
export function searchesContacts(caller: Actor): boolean {
  const hidden = hiddenTraits(caller, 'people')
  return !CONTACTS.some((type) => hidden.has(type))
}

/** Types of identifiers that the caller does not get to see: those of hidden traits, such as `email` and `phone`. */
export function hiddenTypes(caller: Actor): string[] {
  return [...hiddenTraits(caller, 'people')]
}

/** A person without the traits and identifiers that are hidden from the caller. */
export function visiblePerson(caller: Actor, person: Person): Person {
  const hidden = hiddenTraits(caller, 'people')
  if (hidden.size === 0) return person
  return {
    ...person,
    traits: visibleTraits(caller, 'people', person.traits),
    identifiers: person.identifiers.filter(({ type }) => !hidden.has(type)),
  }
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
