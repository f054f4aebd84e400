import { rightsFor, type RecordAction } from '../../../model/rights.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'

/** What deciding about a record takes: its owner, and how it was shared with the caller, if at all. */
export type DecidedRecord = { ownerId: string | null; shared: 'view' | 'edit' | null }

/** The rule that `visibleTo` writes in SQL, for a record at hand. */
export function allows(
  caller: Actor,
  object: string,
  action: RecordAction,
  { ownerId, shared }: DecidedRecord,
): boolean {
  const reach = rightsFor(caller.grants.rights, object)[action]
  if (reach === 'none' || reach === 'all') return reach === 'all'
  if (shared && (action === 'view' || (action === 'edit' && shared === 'edit'))) return true
  if (ownerId === null) return false
  return ownerId === caller.id || (reach === 'team' && caller.grants.colleagues.includes(ownerId))
}

/** Throws `forbidden` unless the caller may make a record that this user will own. */
export function requireCreation(caller: Actor, object: string, ownerId: string | null): void {
  if (allows(caller, object, 'create', { ownerId, shared: null })) return
  throw fail('forbidden', creationRefusal(caller, object))
}

function creationRefusal(caller: Actor, object: string): string {
  const reach = rightsFor(caller.grants.rights, object).create
  if (reach === 'none') return 'Your role does not let you make this. Ask an administrator.'
  const whose = reach === 'own' ? 'for yourself only' : 'for yourself and your team only'
  return `Your role lets you make this ${whose}. Choose another owner.`
}
