import type { Person } from '../../../model/person.ts'
import type { VisitorProfile } from '../../../model/profile.ts'
import type { ReadKey } from './open-browser-keys.ts'

const nothing: VisitorProfile = { traits: {}, segments: [] }

/**
 * What a page gets to know of the visitor with an anonymous id. Nothing at all, as of an id that nobody has, once
 * anything but anonymous ids of their own is known of the person: whoever has seen or guessed an id must not learn who
 * signed in with it, nor what they did since.
 */
export function visitorProfile(person: Person | null, { traits, segments }: ReadKey): VisitorProfile {
  if (!person || !isAnonymous(person)) return nothing
  return {
    traits: Object.fromEntries(
      traits.flatMap((name) => (Object.hasOwn(person.traits, name) ? [[name, person.traits[name]]] : [])),
    ),
    segments: person.segments.filter(({ id }) => segments.includes(id)).map(({ id, name }) => ({ id, name })),
  }
}

/** A device that several people used is nobody's own. */
function isAnonymous({ identifiers }: Person): boolean {
  return identifiers.every(({ type, state }) => type === 'anonymous_id' && state === 'normal')
}

const RANDOM_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const TOKEN = /^[\w-]{22,200}$/
const DIFFERENT_CHARACTERS = 12

/**
 * Whether an anonymous id is one that cannot be guessed, as libraries make them. An id of a site's own making, such as a
 * number, is answered like one that nobody has.
 */
export function isUnguessable(anonymousId: string): boolean {
  if (RANDOM_UUID.test(anonymousId)) return true
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(anonymousId)
  return !isUuid && TOKEN.test(anonymousId) && new Set(anonymousId).size >= DIFFERENT_CHARACTERS
}
