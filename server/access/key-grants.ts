import type { Grants } from '../../model/rights.ts'
import { rightsOfScopes, type Permission } from '../../model/roles.ts'

/** What a program may do with records: all of the objects that its scopes open. */
export function keyGrants(scopes: ReadonlySet<Permission>): Grants {
  return { isOwner: false, rights: rightsOfScopes(scopes), fields: {}, roles: [], teams: [], colleagues: [] }
}
