import type { Person } from '../../model/person.ts'
import {
  hiddenTypes,
  identifierIds,
  normalizeIdentifier,
  openRuleBook,
  openSegmentNames,
  readProfile,
} from '../people/index.ts'
import { fail } from '../platform/errors.ts'
import type { Actor, App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'

/** Profiles by identifier, for as long as the server lives. */
export type Profiles = {
  /** The person of an identifier; null when unknown or not visible. Throws `forbidden` for a type that is hidden from the caller. */
  find(caller: Actor, identifier: { type: string; value: string }): Promise<Person | null>
  /** The id of an identifier or of a company (`group_id`); null for a value that names nobody. */
  idOf(identifier: { type: string; value: string }): string | null
}

export function openProfiles(app: App, platform: Platform): Profiles {
  const ids = identifierIds(platform.secrets.derive('identifiers'))
  const segments = openSegmentNames(platform.db)
  const rules = openRuleBook(platform.db)
  app.addHook('onClose', () => rules.stop())
  const idOf = ({ type, value }: { type: string; value: string }) => {
    if (type === 'group_id') return ids.of(type, value)
    const normal = normalizeIdentifier(type, value, rules.latest())
    return normal && ids.of(normal.type, normal.value)
  }
  return {
    idOf,
    async find(caller, identifier) {
      if (hiddenTypes(caller).includes(identifier.type))
        throw fail('forbidden', `Your role does not let you see ${identifier.type}.`)
      const id = idOf(identifier)
      return id === null ? null : readProfile(platform, caller, { segments, id })
    },
  }
}
