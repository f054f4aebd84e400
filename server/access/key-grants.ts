import type { Grants } from '../../model/rights.ts'
import { rightsOfScopes, type Permission } from '../../model/roles.ts'
import { withoutSensitive } from './rights/sensitive-traits.ts'

/** What a program may do with records: all of the objects that its scopes open, without sensitive traits it may not see. */
export function keyGrants(scopes: ReadonlySet<Permission>, sensitive: readonly string[] = []): Grants {
  const fields = withoutSensitive({}, scopes, sensitive)
  return { isOwner: false, rights: rightsOfScopes(scopes), fields, roles: [], teams: [], colleagues: [] }
}
