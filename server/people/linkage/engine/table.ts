import { createInterner, createPool, type Pool } from './pool.ts'

/** A column as it was read: its distinct texts, and for each record which of them it has; -1 for none. */
export type RawColumn = { name: string; values: string[]; ids: Int32Array }

/** A field of all records in its normal form. */
export type Field = {
  name: string
  pool: Pool
  /** The value of each record; -1 for none. */
  ids: Int32Array
  /** How many records have each value of the pool. */
  counts: Int32Array
  /** How many records have a value. */
  present: number
}

export type Table = { size: number; fields: ReadonlyMap<string, Field> }

/** What a field is made of: columns, the form to bring their values into, and with whom it may be compared. */
export type FieldPlan = {
  name: string
  columns: RawColumn[]
  normalize: (value: string) => string
  /** Fields of one pool can be compared with each other. */
  pool: string
}

/** Brings columns into fields: every distinct value is normalised once. */
export function createTable(size: number, plans: FieldPlan[]): Table {
  const interners = new Map<string, ReturnType<typeof createInterner>>()
  const drafts = plans.map((plan) => {
    const interner = interners.get(plan.pool) ?? createInterner()
    interners.set(plan.pool, interner)
    return { plan, ids: idsOf(size, plan, interner) }
  })
  const pools = new Map([...interners].map(([name, { values }]) => [name, createPool(values)]))
  const fields = drafts.map(({ plan, ids }) => fieldOf(plan, ids, pools.get(plan.pool)!))
  return { size, fields: new Map(fields.map((field) => [field.name, field])) }
}

function idsOf(size: number, plan: FieldPlan, interner: ReturnType<typeof createInterner>): Int32Array {
  const [first] = plan.columns
  const intern = (text: string) => {
    const value = plan.normalize(text)
    return value === '' ? -1 : interner.idOf(value)
  }
  if (!first) return new Int32Array(size).fill(-1)
  if (plan.columns.length === 1) {
    const known = Int32Array.from(first.values, intern)
    return first.ids.map((id) => (id < 0 ? -1 : known[id]!))
  }
  const texts = (record: number) =>
    plan.columns.map(({ values, ids }) => (ids[record]! < 0 ? '' : values[ids[record]!]!))
  return Int32Array.from({ length: size }, (_, record) => intern(texts(record).join(' ')))
}

function fieldOf({ name }: FieldPlan, ids: Int32Array, pool: Pool): Field {
  const counts = new Int32Array(pool.values.length)
  let present = 0
  for (const id of ids) {
    if (id < 0) continue
    counts[id]! += 1
    present += 1
  }
  return { name, pool, ids, counts, present }
}

/**
 * Bits by which agreement in a value says more than agreement in an average one, whose share of pairs is `u`. The two
 * records that agree are left out of the count: that both of them have it must not speak against them.
 */
export function rarityOf({ counts, present }: Field, value: number, u: number): number {
  const count = counts[value] ?? 0
  if (count < 2) return 0
  return Math.log2(u) - Math.log2((count - 2 + Math.min(1, u * present)) / present)
}
