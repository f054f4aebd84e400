import type { ComputedDefinition } from '../../../../model/computed-trait.ts'
import { isObject } from '../../../../model/json.ts'
import type { Platform } from '../../../platform/index.ts'
import { findForbidden, type Known } from './check-tree.ts'
import { cleaned, refused, SQL_LIMITS } from './compile-sql.ts'
import { inWords } from './engine-words.ts'
import { readSyntaxTree } from './syntax-tree.ts'

const MOST_PARTS = 3_000

/**
 * Refuses a trait in SQL that would do anything but read the views: the engine itself says what it understands, which is checked
 * against what is allowed, before anything is run. Asked again before each run: what there is in the warehouse changes.
 * Throws `validation_failed` with what is wrong.
 */
export async function requireSafe(platform: Platform, definition: ComputedDefinition): Promise<void> {
  if (definition.kind !== 'sql') return
  const { warehouse } = platform
  const sql = cleaned(definition)
  const lines = await understood(platform, sql)
  if (lines.length > MOST_PARTS) throw refused('It is too long for one question.')
  const tree = readSyntaxTree(lines)
  const forbidden = findForbidden(tree, await knownTo(platform))
  if (forbidden !== null) throw refused(forbidden)
  const columns = await inWords(() =>
    warehouse.rows<{ name: string }>(`describe table (select * from (\n${sql}\n) ${SQL_LIMITS})`),
  )
  const names = columns.map(({ name }) => name).toSorted()
  if (names.join() !== 'person_id,value')
    throw refused(
      `It must give two columns, person_id and value. It gives ${names.slice(0, 10).join(', ') || 'none'}.`,
    )
}

/**
 * What the engine understands, before it looks at what is named. Not as part of another query: then it would do that first, and ask
 * other servers for their columns.
 */
async function understood({ warehouse }: Platform, sql: string): Promise<string[]> {
  const lines = await inWords(() => warehouse.rows<unknown>(`explain ast select * from (\n${sql}\n)`))
  return lines.map((line) => (isObject(line) ? String(line['explain']) : String(line)))
}

async function knownTo({ warehouse }: Platform): Promise<Known> {
  const [row] = await warehouse.rows<{ databases: string[]; tables: string[] }>(
    `select (select groupArray(name) from system.databases) as databases,
       (select groupArray(name) from system.tables where database = currentDatabase()) as tables`,
  )
  return { databases: new Set(row?.databases), tables: new Set(row?.tables) }
}
