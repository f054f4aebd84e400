import { sql } from 'kysely'
import { pino } from 'pino'
import { openPlatform, type OpenPlatform } from '../../server/platform/open-platform.ts'
import type { Expected } from './shoppers.ts'

/** What Kith keeps in a folder, as its stores say. Kith must not run on it. */
export type Stored = Omit<Expected, 'buyers'> & {
  /** Records of the log and batches that are not finished. */
  unfinished: number
  /** Messages that are stored more than once. */
  doubled: string[]
  /** Events whose person in the warehouse is another than their identifier's. */
  misplaced: number
  /** People whose copy in the warehouse is missing, left over or different. */
  miscopied: string[]
}

/** Opens the stores of a folder and reads all that the test knows about. */
export async function readStores(folder: string, databaseUrl: string | undefined): Promise<Stored> {
  const platform = await openPlatform({
    dataDir: folder,
    databaseUrl,
    secret: undefined,
    logger: pino({ level: 'silent' }),
  })
  try {
    return {
      unfinished: await countUnfinished(platform),
      ...(await readMessages(platform)),
      people: await readPeople(platform),
      companies: (
        await sql<{ id: string }>`select group_id as id from companies order by group_id collate "C"`.execute(
          platform.db,
        )
      ).rows.map(({ id }) => id),
      misplaced: await countMisplaced(platform),
      miscopied: await findMiscopied(platform),
    }
  } finally {
    await platform.close()
  }
}

async function countUnfinished({ db, log }: OpenPlatform): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from pipeline_batches`.execute(db)
  return log.size() + (rows[0]?.count ?? 0)
}

async function readMessages({
  warehouse,
}: OpenPlatform): Promise<{ messageIds: string[]; doubled: string[] }> {
  const rows = await warehouse.rows<{ id: string; times: number }>(`
    select message_id as id, count() as times from events group by id order by id`)
  return {
    messageIds: rows.map(({ id }) => id).filter((id) => !id.startsWith('kith-news-')),
    doubled: rows.filter(({ times }) => times > 1).map(({ id }) => id),
  }
}

async function readPeople({ db }: OpenPlatform): Promise<Expected['people']> {
  const { rows } = await sql<Expected['people'][number]>`
    select array_agg(i.type || ' ' || i.value order by (i.type || ' ' || i.value) collate "C") as identifiers, p.traits
    from identifiers i join people p on p.id = i.person_id group by p.id, p.traits`.execute(db)
  return rows
}

async function countMisplaced({ db, warehouse }: OpenPlatform): Promise<number> {
  const { rows } = await sql<{
    id: string
    person: string
  }>`select id, person_id as person from identifiers`.execute(db)
  const personOf = new Map(rows.map(({ id, person }) => [id, person]))
  const owners = await warehouse.rows<{ identifier: string; person: string; events: number }>(`
    select e.identifier_id as identifier, count() as events,
           if(joinGet('identity_overrides', 'person_id', e.identifier_id) = toUUID('00000000-0000-0000-0000-000000000000'),
              e.person_id, joinGet('identity_overrides', 'person_id', e.identifier_id)) as person
    from events e group by identifier, person`)
  return owners
    .filter(({ identifier, person }) => personOf.get(identifier) !== person)
    .reduce((sum, { events }) => sum + events, 0)
}

async function findMiscopied({ db, warehouse }: OpenPlatform): Promise<string[]> {
  const { rows } = await sql<{ id: string; traits: object }>`select id, traits from people`.execute(db)
  const copies = await warehouse.rows<{ id: string; traits: object }>(
    'select person_id as id, traits from people final',
  )
  const said = new Map(rows.map(({ id, traits }) => [id, inOrder(traits)]))
  const copied = new Map(copies.map(({ id, traits }) => [id, inOrder(traits)]))
  return [...new Set([...said.keys(), ...copied.keys()])].filter((id) => said.get(id) !== copied.get(id))
}

function inOrder(traits: object): string {
  return JSON.stringify(Object.entries(traits).sort(([a], [b]) => (a < b ? -1 : 1)))
}
