import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../../../model/json.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lifecycleOf } from '../bin/lifecycle.ts'
import { beforeAndAfter } from '../fields/before-and-after.ts'
import { refusedFields, writeFields } from '../fields/index.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { orTakenBack } from '../savepoint.ts'
import { apart, standardOf, valuesNow } from './editable.ts'

export type Row = { id: string; name: string }
export type Outcome = {
  id: string
  name: string
  outcome: 'changed' | 'refused' | 'unchanged'
  problem?: string
  before?: JsonObject
  after?: JsonObject
}
type Writing = { object: string; rows: Row[]; values: JsonObject; at: Date }

/** Gives records new values, each by itself: one that is refused holds up no other. */
export function editRows(trx: Trx, actor: Actor, writing: Writing): Promise<Outcome[]> {
  const { own } = apart(writing.object, writing.values)
  if (Object.keys(own).length === 0) return editCustom(trx, actor, writing)
  return eachByItself(trx, writing.rows, (row) => editOne(trx, actor, { ...writing, row }))
}

/** Takes records out of every list, or puts them back. */
export function deleteRows(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: Omit<Writing, 'values'>,
): Promise<Outcome[]> {
  return eachByItself(trx, rows, async ({ id }) => {
    await lifecycleOf(object).remove(trx, actor, { id, at })
    return { before: {}, after: {} }
  })
}

export function restoreRows(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: Omit<Writing, 'values'>,
): Promise<Outcome[]> {
  return eachByItself(trx, rows, async ({ id }) => {
    await lifecycleOf(object).restore(trx, actor, { id, at })
    return { before: {}, after: {} }
  })
}

export type Undo = Row & { before: JsonObject; after: JsonObject }

/** Gives each record back what it had, unless somebody changed it since. */
export function takeBackEdits(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: { object: string; rows: Undo[]; at: Date },
): Promise<Outcome[]> {
  return eachByItself(trx, rows, async (row) => {
    const now = await valuesNow(trx, { object, id: row.id }, Object.keys(row.after))
    if (!isDeepStrictEqual(now, row.after))
      throw fail('conflict', 'Somebody changed it since, so it was left as it is.')
    return editOne(trx, actor, { object, row, values: row.before, at })
  })
}

/** Custom values of many records take a few statements. */
async function editCustom(trx: Trx, actor: Actor, { object, rows, values, at }: Writing): Promise<Outcome[]> {
  const { written, refused } = await writeFields(trx, actor, {
    object,
    rows: rows.map(({ id }) => ({ id, values })),
    at,
  })
  return rows.map(({ id, name }) => {
    const problem = refused.find((one) => one.id === id)?.problems[0]?.problem
    if (problem !== undefined) return { id, name, outcome: 'refused', problem }
    const one = written.find(({ held }) => held.askedFor === id)
    if (!one) return { id, name, outcome: 'unchanged' }
    const changed = Object.entries(beforeAndAfter(one)) as [string, { before: unknown; after: unknown }][]
    return {
      id,
      name,
      outcome: 'changed',
      before: Object.fromEntries(changed.map(([key, value]) => [key, value.before ?? null])),
      after: Object.fromEntries(changed.map(([key, value]) => [key, value.after ?? null])),
    }
  })
}

type One = Omit<Writing, 'rows'> & { row: Row }
export type Changed = { before: JsonObject; after: JsonObject }

async function editOne(trx: Trx, actor: Actor, { object, row: { id }, values, at }: One): Promise<Changed> {
  const { own, custom } = apart(object, values)
  const place = { object, id }
  const keys = Object.keys(values)
  const before = await valuesNow(trx, place, keys)
  if (Object.keys(custom).length > 0) {
    // First the custom ones: who gives the record away may not be let to change them afterwards.
    await requireRecordOf(trx, actor, { ...place, action: 'edit' })
    const { refused } = await writeFields(trx, actor, { object, rows: [{ id, values: custom }], at })
    if (refused[0]) throw refusedFields(refused[0].problems)
  }
  if (Object.keys(own).length > 0) await standardOf(object).change(trx, actor, { ...place, values: own, at })
  return { before, after: await valuesNow(trx, place, keys) }
}

/** Does this with every row, in order; what is refused of one is taken back, and holds up no other. */
export async function eachByItself<R extends Row>(
  trx: Trx,
  rows: R[],
  change: (row: R) => Promise<Changed>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of rows) {
    const { id, name } = row
    const changed = await orTakenBack(trx, () => change(row))
    if (typeof changed === 'string') outcomes.push({ id, name, outcome: 'refused', problem: changed })
    else {
      const isSame = Object.keys(changed.after).length > 0 && isDeepStrictEqual(changed.before, changed.after)
      outcomes.push({ id, name, outcome: isSame ? 'unchanged' : 'changed', ...changed })
    }
  }
  return outcomes
}
