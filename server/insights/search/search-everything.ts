import type { SearchHit } from '../../../model/home.ts'
import type { Permission } from '../../../model/roles.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findCompanies } from './find-companies.ts'
import { findDeals } from './find-deals.ts'
import { findPeople } from './find-people.ts'
import { findSegments } from './find-segments.ts'
import { searchText, type SearchQuery } from './search-text.ts'

const HITS_OF_A_KIND = 5

type Finder = (db: Queryable, caller: Actor, query: SearchQuery) => Promise<SearchHit[]>

/** What can be found, in the order shown, and the permission that seeing it takes. */
const finders: { permission: Permission; find: Finder }[] = [
  { permission: 'people:read', find: findPeople },
  { permission: 'companies:read', find: findCompanies },
  { permission: 'segments:read', find: findSegments },
  { permission: 'deals:read', find: findDeals },
]

/**
 * People, companies, segments and deals that what was typed may mean, best first, of the kinds and records that
 * the caller may see.
 */
export async function searchEverything(db: Queryable, caller: Actor, typed: string): Promise<SearchHit[]> {
  const text = searchText(typed)
  if (text.whole === '') return []
  const allowed = finders.filter(({ permission }) => caller.permissions.has(permission))
  const hits = await Promise.all(allowed.map(({ find }) => find(db, caller, { text, limit: HITS_OF_A_KIND })))
  return hits.flat()
}
