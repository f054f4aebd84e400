import { sql } from 'kysely'
import { isObject, type JsonObject } from '../../../../model/json.ts'
import type { Database } from '../../../platform/relational/index.ts'
import { createInterner } from '../engine/pool.ts'
import type { RawColumn } from '../engine/table.ts'

const PAGE_PEOPLE = 5_000
const MAX_TRAITS = 60
const MAX_VALUE_LENGTH = 500
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export type PeopleColumns = { ids: string[]; columns: RawColumn[] }

type Row = { id: string; traits: JsonObject }

/** All people, or so many of them, as columns of traits. */
export async function readPeople(
  db: Database,
  {
    most = Infinity,
    onRead = () => Promise.resolve(),
  }: { most?: number; onRead?: (people: number) => Promise<void> } = {},
): Promise<PeopleColumns> {
  const ids: string[] = []
  const columns = traitColumns()
  for (let after = FIRST_ID; ids.length < most;) {
    const { rows } = await sql<Row>`
      select id, traits from people where id > ${after}::uuid and traits <> '{}'
      order by id limit ${Math.min(PAGE_PEOPLE, most - ids.length)}`.execute(db)
    for (const { id, traits } of rows) {
      columns.add(traits)
      ids.push(id)
    }
    await onRead(ids.length)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_PEOPLE) break
    after = last.id
  }
  return { ids, columns: columns.done() }
}

/** Turns traits, record by record, into columns; parts of an address become columns of their own. */
export function traitColumns() {
  const columns = new Map<string, ReturnType<typeof createColumn>>()
  let size = 0
  return {
    add(traits: JsonObject) {
      for (const [name, value] of textsOf(traits)) {
        const column = columns.get(name) ?? createColumn()
        if (columns.size < MAX_TRAITS) columns.set(name, column)
        column.set(size, value)
      }
      size += 1
    },
    done: (): RawColumn[] => [...columns].map(([name, column]) => column.done(name, size)),
  }
}

function textsOf(traits: JsonObject, prefix = ''): [string, string][] {
  return Object.entries(traits).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string' && value.length <= MAX_VALUE_LENGTH) return [[prefix + name, value]]
    if (typeof value === 'number') return [[prefix + name, String(value)]]
    if (Array.isArray(value))
      return [[prefix + name, value.filter((item) => typeof item === 'string').join('; ')]]
    return isObject(value) && prefix === '' ? textsOf(value, `${name}.`) : []
  })
}

function createColumn() {
  const interner = createInterner()
  const records: number[] = []
  const known: number[] = []
  return {
    set(record: number, value: string) {
      if (value.trim() === '') return
      records.push(record)
      known.push(interner.idOf(value))
    },
    done(name: string, size: number): RawColumn {
      const ids = new Int32Array(size).fill(-1)
      records.forEach((record, index) => (ids[record] = known[index]!))
      return { name, values: interner.values, ids }
    },
  }
}
