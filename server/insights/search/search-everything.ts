import type { SearchHit } from '../../../model/home.ts'
import type { Permission } from '../../../model/roles.ts'
import { slipsBetween } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { askWhatResembles, type Database, type Queryable, type Trx } from '../../platform/relational/index.ts'
import { describeActivities, findActivities, findActivitiesLike } from './find-activities.ts'
import { describeCompanies, findCompanies, findCompaniesLike } from './find-companies.ts'
import { describeDeals, findDeals, findDealsLike } from './find-deals.ts'
import { describePeople, findPeople, findPeopleLike } from './find-people.ts'
import { describeRecords, findRecords, findRecordsLike } from './find-records.ts'
import { describeSegments, findSegments, findSegmentsLike } from './find-segments.ts'
import { searchText, type Candidate, type SearchQuery, type SearchText } from './search-text.ts'

const HITS_OF_A_KIND = 5
/** Less than this is in too many words to guess at. */
const SHORTEST_GUESS = 4

type Kind = {
  permission: Permission
  /** The ids of what has it literally, best first. */
  find(db: Queryable, caller: Actor, query: SearchQuery): Promise<string[]>
  /** What is spelt much like it. */
  findLike(trx: Trx, caller: Actor, text: SearchText): Promise<Candidate[]>
  describe(db: Queryable, caller: Actor, ids: string[]): Promise<SearchHit[]>
}

/** What can be found, in the order shown, and the permission that seeing it takes. */
const KINDS: Kind[] = [
  { permission: 'people:read', find: findPeople, findLike: findPeopleLike, describe: describePeople },
  {
    permission: 'companies:read',
    find: findCompanies,
    findLike: findCompaniesLike,
    describe: describeCompanies,
  },
  { permission: 'segments:read', find: findSegments, findLike: findSegmentsLike, describe: describeSegments },
  { permission: 'deals:read', find: findDeals, findLike: findDealsLike, describe: describeDeals },
  { permission: 'records:read', find: findRecords, findLike: findRecordsLike, describe: describeRecords },
  {
    permission: 'activities:read',
    find: findActivities,
    findLike: findActivitiesLike,
    describe: describeActivities,
  },
]

/**
 * What the typed text may mean, best first, of the kinds and records that the caller may see. Where nothing has it
 * literally: what it may mean if the hand slipped.
 */
export async function searchEverything(db: Database, caller: Actor, typed: string): Promise<SearchHit[]> {
  const text = searchText(typed)
  if (text.whole === '') return []
  const kinds = KINDS.filter(({ permission }) => caller.permissions.has(permission))
  const query = { text, limit: HITS_OF_A_KIND }
  const found = await Promise.all(kinds.map(({ find }) => find(db, caller, query)))
  const ids = found.some((some) => some.length > 0) ? found : await findMisspelt(db, caller, { kinds, text })
  const hits = await Promise.all(
    kinds.map(async ({ describe }, place) => {
      const some = ids[place] ?? []
      return some.length === 0 ? [] : describe(db, caller, some)
    }),
  )
  return hits.flat()
}

async function findMisspelt(
  db: Database,
  caller: Actor,
  { kinds, text }: { kinds: Kind[]; text: SearchText },
): Promise<string[][]> {
  if (text.whole.length < SHORTEST_GUESS) return []
  return askWhatResembles(db, async (trx) => {
    const ids: string[][] = []
    for (const { findLike } of kinds) ids.push(fewestSlips(text, await findLike(trx, caller, text)))
    return ids
  })
}

function fewestSlips({ whole }: SearchText, candidates: Candidate[]): string[] {
  return candidates
    .flatMap(({ id, text }) => {
      const slips = slipsBetween(whole, text)
      return slips === null ? [] : [{ id, text, slips }]
    })
    .toSorted((a, b) => a.slips - b.slips || a.text.localeCompare(b.text))
    .slice(0, HITS_OF_A_KIND)
    .map(({ id }) => id)
}
