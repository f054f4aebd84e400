import { rightsFor } from '../../../model/rights.ts'
import type { IdentityDraft } from '../../../model/identity-rules.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { seesEmail } from '../profiles/visible-fields.ts'

/** Whether the caller gets to see all people with their addresses, as lists of identifiers show them. */
function seesEverybody(caller: Actor): boolean {
  return rightsFor(caller.grants.rights, 'people').view === 'all' && seesEmail(caller)
}

/** Throws `forbidden` for who does not get to see all people. What a key may do is said by its scopes alone. */
export function requireEverybody(caller: Actor): void {
  if (caller.type !== 'api_key' && !seesEverybody(caller))
    throw fail('forbidden', 'Your role does not let you see all people, which this list shows.')
}

/** The draft; without examples for who does not get to see all people. */
export function visibleDraft(caller: Actor, draft: IdentityDraft | null): IdentityDraft | null {
  if (!draft?.effect || seesEverybody(caller)) return draft
  return { ...draft, effect: { ...draft.effect, examples: [] } }
}
