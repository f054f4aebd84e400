import type { Person } from '../../../model/person.ts'

/** A person as it lies in the database, in parts. */
export type PersonParts = Omit<Person, 'first_seen' | 'last_seen' | 'updated_at' | 'created_at'> & {
  first_seen: Date
  last_seen: Date
  updated_at: Date
}

/** The person of these parts. */
export function toPerson({ first_seen, last_seen, updated_at, ...parts }: PersonParts): Person {
  return {
    ...parts,
    first_seen: first_seen.toISOString(),
    last_seen: last_seen.toISOString(),
    created_at: first_seen.toISOString(),
    updated_at: updated_at.toISOString(),
  }
}
