import { sql } from 'kysely'
import type { z } from 'zod'
import type { rowFix } from '../../../../model/import.ts'
import { fail } from '../../../platform/errors.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { storable } from './insert-rows.ts'

type Fix = z.output<typeof rowFix>

/** Applies corrections to the rows of an import. Gives how many rows changed. Throws `not_found` for a row that is not there. */
export async function fixRows(trx: Trx, importId: string, fixes: Fix[]): Promise<number> {
  let changed = 0
  for (const fix of fixes)
    changed += 'value' in fix ? await fixCell(trx, importId, fix) : await decide(trx, importId, fix)
  return changed
}

async function fixCell(trx: Trx, importId: string, fix: Extract<Fix, { value: string }>): Promise<number> {
  const { file, row, column, value, everywhere } = fix
  const { rows } = await sql<{ old: string }>`
    select coalesce(cells ->> ${column}::int, '') as old from import_rows
    where import_id = ${importId} and file = ${file} and row = ${row}`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'The import has no such row.')
  const which = everywhere ? sql`coalesce(cells ->> ${column}::int, '') = ${rows[0].old}` : sql`row = ${row}`
  const clean = storable(value).trim()
  const { numAffectedRows } = await sql`
    update import_rows set cells = (
      select jsonb_agg(case when place = ${column}::int then to_jsonb(${clean}::text)
                       else coalesce(cells -> place, '""'::jsonb) end order by place)
      from generate_series(0, greatest(${column}::int, jsonb_array_length(cells) - 1)) as place
    )
    where import_id = ${importId} and file = ${file} and ${which}`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/** A decision for one row, or for all possible duplicates of a file. */
async function decide(trx: Trx, importId: string, fix: Extract<Fix, { decision: unknown }>): Promise<number> {
  const { file, row, decision } = fix
  const which =
    row === null
      ? sql`row in (select o.row from import_outcomes o
          where o.import_id = ${importId} and o.file = ${file} and o.outcome = 'duplicate')`
      : sql`row = ${row}`
  const { numAffectedRows } = await sql`
    update import_rows set decision = ${decision}
    where import_id = ${importId} and file = ${file} and ${which}`.execute(trx)
  if (row !== null && numAffectedRows === 0n) throw fail('not_found', 'The import has no such row.')
  return Number(numAffectedRows ?? 0)
}
