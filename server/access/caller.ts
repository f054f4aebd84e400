import type { Actor } from '../platform/http/index.ts'
import type { Member } from './roles/find-member.ts'

/** The user as who does something, with what the roles permit. */
export function toActor({ user, permissions, grants }: Member, ip: string | null): Actor {
  return { type: 'user', id: user.id, name: user.name, permissions, grants, ip }
}
