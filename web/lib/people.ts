import type { Identifier } from '../../model/person.ts'

export type PersonLike = {
  id: string
  name?: string | null
  email?: string | null
  identifier?: Identifier | null
}

/** Name, else e-mail, else the best identifier, else "Anonymous" with the start of the id. */
export function personLabel({ id, name, email, identifier }: PersonLike): string {
  if (name) return name
  if (email) return email
  if (identifier && identifier.type !== 'anonymous_id') return identifier.value
  return `Anonymous ${(identifier?.value ?? id).slice(0, 6)}`
}

/** True for a visitor of whom nothing is known yet but a cookie. */
export const isAnonymous = ({ name, email, identifier }: PersonLike): boolean =>
  !name && !email && (!identifier || identifier.type === 'anonymous_id')

/** The words for a type of identifier: "anonymous_id" reads "Anonymous ID". */
export function identifierTypeName(type: string): string {
  const words = type.replaceAll(/[_.]+/g, ' ').trim()
  const upper = words.charAt(0).toUpperCase() + words.slice(1)
  return upper.replace(/\b(id|ip)\b/gi, (word) => word.toUpperCase())
}
