import { sql } from 'kysely'
import type { SegmentMakeUp } from '../../../model/segment-compare.ts'
import { hiddenTraits } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { MOVED_TO, OWNER } from '../compile/scope.ts'
import { requireMembers } from '../require-members.ts'
import { findSegment } from '../segments.ts'

/** Ids are hashes, so the first people of a segment are as good as any drawn at random. */
const PEOPLE_LOOKED_AT = 2_000
const RECENT_DAYS = 90
const DAY_MS = 24 * 60 * 60 * 1000
const MOST_ROWS = 25
/** A value that fewer people have says something of them, and nothing of a segment. */
const FEWEST_PEOPLE = 3
const MAX_VALUE_LENGTH = 100

/**
 * Of what the people of two segments are made: values of traits and recent events, with the share of each segment that has
 * them, whatever differs most first. Hidden traits are left out. Throws `not_found`.
 */
export async function compareMakeUp(
  platform: Platform,
  caller: Actor,
  ids: [mine: string, theirs: string],
): Promise<SegmentMakeUp> {
  const { db } = platform
  const segments = [await findSegment(db, ids[0]), await findSegment(db, ids[1])]
  for (const segment of segments) requireMembers(segment, 'people')
  const people = [await somePeople(db, ids[0]), await somePeople(db, ids[1])] as const
  const counts = people.map(({ length }) => Math.max(1, length)) as [number, number]
  return {
    segments: segments.map(({ id, name, size }, place) => ({
      id,
      name,
      size,
      looked_at: people[place]?.length ?? 0,
    })),
    traits: (await traitsOf(db, caller, people)).map(({ trait, value, ...both }) => ({
      trait,
      value,
      ...sharesOf(both, counts),
    })),
    events: (await eventsOf(platform, people)).map(({ event, ...both }) => ({
      event,
      ...sharesOf(both, counts),
    })),
  }
}

type Both = { mine: number; theirs: number }
type People = readonly [string[], string[]]

function sharesOf({ mine, theirs }: Both, [of, ofTheirs]: [number, number]): Both {
  return { mine: mine / of, theirs: theirs / ofTheirs }
}

async function somePeople(db: Queryable, segment: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select member_id as person_id from segment_members where segment_id = ${segment} order by member_id limit ${PEOPLE_LOOKED_AT}`.execute(
    db,
  )
  return rows.map(({ person_id }) => person_id)
}

async function traitsOf(
  db: Queryable,
  caller: Actor,
  [mine, theirs]: People,
): Promise<(Both & { trait: string; value: string })[]> {
  const { rows } = await sql<Both & { trait: string; value: string }>`
    with members as (
      select id, bool_or(side = 0) as mine, bool_or(side = 1) as theirs from (
        select unnest(${mine}::uuid[]) as id, 0 as side union all select unnest(${theirs}::uuid[]), 1
      ) sides group by id
    )
    select t.key as trait, t.value #>> '{}' as value,
      count(*) filter (where m.mine) as mine, count(*) filter (where m.theirs) as theirs
    from members m join people p on p.id = m.id cross join lateral jsonb_each(p.traits) as t
    where jsonb_typeof(t.value) in ('string', 'number', 'boolean') and t.key <> all(${[...hiddenTraits(caller, 'people')]}::text[])
      and length(t.value #>> '{}') between 1 and ${MAX_VALUE_LENGTH}
    group by 1, 2 having count(*) >= ${FEWEST_PEOPLE}
    order by abs(
      count(*) filter (where m.mine) / ${Math.max(1, mine.length)}::float
      - count(*) filter (where m.theirs) / ${Math.max(1, theirs.length)}::float
    ) desc, count(*) desc, 1, 2
    limit ${MOST_ROWS}`.execute(db)
  return rows
}

async function eventsOf(
  { db, warehouse, clock }: Platform,
  [mine, theirs]: People,
): Promise<(Both & { event: string })[]> {
  const { rows } = await sql<{ id: string }>`
    select id from identifiers where person_id = any(${[...new Set([...mine, ...theirs])]}::uuid[])`.execute(
    db,
  )
  if (rows.length === 0) return []
  return warehouse.rows<Both & { event: string }>(
    `select event, uniqExactIf(person, person in {mine:Array(UUID)}) as mine, uniqExactIf(person, person in {theirs:Array(UUID)}) as theirs
     from (
       select ${OWNER} as person, event from (
         select any(person_id) as stored, ${MOVED_TO}, if(type = 'track', toString(event), toString(type)) as event
         from events
         where event not in ('Segment Entered', 'Segment Left') and identifier_id in {identifiers:Array(UUID)} and timestamp >= fromUnixTimestamp64Milli({since:Int64})
         group by identifier_id, event
       )
     )
     group by event having mine + theirs > 0
     order by abs(mine / {of:UInt32} - theirs / {ofTheirs:UInt32}) desc, mine + theirs desc, event limit ${MOST_ROWS}`,
    {
      mine,
      theirs,
      identifiers: rows.map(({ id }) => id),
      since: clock.now() - RECENT_DAYS * DAY_MS,
      of: Math.max(1, mine.length),
      ofTheirs: Math.max(1, theirs.length),
    },
  )
}
