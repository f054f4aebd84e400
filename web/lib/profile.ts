import type { Identifier, Person } from '../../model/person.ts'
import type { PersonLike } from './people.ts'

const strength = ['user_id', 'email', 'phone']

/** Identifiers from the one that says most about who this is, to those of mere browsers. */
export function byStrength<One extends Identifier>(identifiers: One[]): One[] {
  return identifiers.toSorted((a, b) => rank(a) - rank(b))
}

/** What lists need to show a person that was read whole. */
export function asPersonLike({ id, name, traits, identifiers }: Person): PersonLike {
  const email = traits['email']
  return {
    id,
    name,
    email: typeof email === 'string' ? email : null,
    identifier: byStrength(identifiers)[0] ?? null,
  }
}

function rank({ type }: Identifier): number {
  if (type === 'anonymous_id') return strength.length + 1
  const place = strength.indexOf(type)
  return place === -1 ? strength.length : place
}
