import { MAX_USERS_BEHIND } from '../../../model/identity-rules.ts'
import type { IdentityRules } from './rules.ts'

/** Whether an identifier joins people: `normal` ones do, the others join nobody. */
export type NodeState = 'normal' | 'shared' | 'quarantined' | 'blocked'

/** What somebody decided about an over-connected identifier. */
export type Verdict = 'quarantined' | 'normal'

/** How many user ids and e-mail addresses were named together with an identifier. */
export type UsersBehind = { users: number; emails: number }

export const nobodyBehind: UsersBehind = { users: 0, emails: 0 }

/** The state of an identifier that is not blocked. More evidence never makes it normal again. */
export function judgeState(
  { type, verdict }: { type: string; verdict?: Verdict | null },
  { users, emails }: UsersBehind,
  rules: IdentityRules,
): NodeState {
  if (verdict === 'quarantined') return 'quarantined'
  if (type === 'user_id') return 'normal'
  // Somebody looked at it and found it in order; beyond this it would bind a crowd together all the same.
  if (verdict === 'normal') return users > MAX_USERS_BEHIND ? 'quarantined' : 'normal'
  const { standsFor } = rules.ruleOf(type)
  if (standsFor === 'person') return users > rules.quarantinedAbove ? 'quarantined' : 'normal'
  const people = standsFor === 'household' ? Math.max(users, emails) : users
  return people >= rules.sharedFrom ? 'shared' : 'normal'
}
