import { sql } from 'kysely'
import { activityInput } from '../../../model/activity.ts'
import type { JsonObject } from '../../../model/json.ts'
import { leadInput } from '../../../model/lead.ts'
import { recordInput } from '../../../model/record.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { lifecycleOf } from '../bin/lifecycle.ts'
import { createActivityIn } from '../activities/create-activity.ts'
import { insertLead } from '../leads/create-lead.ts'
import { createRecordIn } from '../records/change-records.ts'
import { orTakenBack } from '../savepoint.ts'
import { eachByItself, type Outcome, type Row } from './apply.ts'

/** A row of a call that makes many records. */
export type InputRow = { row: number; input: JsonObject }
/** What became of it; a row that was refused has no record. */
export type RowOutcome = Omit<Outcome, 'id'> & { id: string | null; row: number }

type Making = { platform: Platform; input: JsonObject; at: Date }
/** Gives the id of what it made. */
type Maker = (trx: Trx, actor: Actor, making: Making) => Promise<string>

const makers: Record<string, Maker> = {
  lead: (trx, actor, { platform, input, at }) =>
    insertLead(trx, platform, actor, { input: leadInput.parse(input), at }),
  activity: (trx, actor, { input, at }) =>
    createActivityIn(trx, actor, { input: activityInput.parse(input), at }),
}

function makerOf(object: string): Maker {
  return (
    makers[object] ??
    ((trx, actor, { input, at }) =>
      createRecordIn(trx, actor, { object, input: recordInput.parse(input), at }))
  )
}

/** The next rows of a call, in their order. */
export async function inputsAfter(
  db: Queryable,
  bulkId: string,
  { after, limit }: { after: number | null; limit: number },
): Promise<InputRow[]> {
  const { rows } = await sql<InputRow>`
    select row, input from bulk_change_inputs
    where bulk_id = ${bulkId}::uuid and row > ${after ?? -1} order by row limit ${limit}`.execute(db)
  return rows
}

/** Makes a record of each row, with the rights of whoever asked: one that is refused holds up no other. */
export async function createRows(
  trx: Trx,
  actor: Actor,
  { platform, object, rows, at }: { platform: Platform; object: string; rows: InputRow[]; at: Date },
): Promise<RowOutcome[]> {
  const make = makerOf(object)
  const outcomes: RowOutcome[] = []
  for (const { row, input } of rows) {
    const made = await orTakenBack(trx, async () => ({ id: await make(trx, actor, { platform, input, at }) }))
    const name = nameOf(input)
    outcomes.push(
      typeof made === 'string'
        ? { row, id: null, name, outcome: 'refused', problem: made }
        : { row, id: made.id, name, outcome: 'changed', before: {}, after: {} },
    )
  }
  return outcomes
}

/** Removes what was made, unless somebody changed it since. */
export function takeBackCreated(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: { object: string; rows: Row[]; at: Date },
): Promise<Outcome[]> {
  const table = sql.table(object === 'activity' ? 'activities' : 'records')
  return eachByItself(trx, rows, async ({ id }) => {
    const { rows: found } = await sql<{ changed: boolean }>`
      select updated_at > created_at as changed from ${table} where id = ${id}::uuid`.execute(trx)
    if (found[0]?.changed) throw fail('conflict', 'Somebody changed it since, so it was left as it is.')
    await lifecycleOf(object).remove(trx, actor, { id, at })
    return { before: {}, after: {} }
  })
}

function nameOf({ name, subject, kind }: JsonObject): string {
  const said = [name, subject, kind].find((one) => typeof one === 'string' && one !== '')
  return typeof said === 'string' ? said.slice(0, 300) : ''
}
