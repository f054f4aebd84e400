/** The distinct values of fields that may be compared with each other. A value is its number in the pool. */
export type Pool = {
  values: string[]
  /** The UTF-16 codes of all values, one behind the other; value `v` ends where `v + 1` begins. */
  codes: Uint16Array
  starts: Int32Array
  derived: Map<string, unknown>
}

export type Interner = { values: string[]; idOf(value: string): number }

/** Gives each distinct text a number, counting from 0. */
export function createInterner(): Interner {
  const values: string[] = []
  const ids = new Map<string, number>()
  return {
    values,
    idOf(value) {
      const known = ids.get(value)
      if (known !== undefined) return known
      ids.set(value, values.length)
      return values.push(value) - 1
    },
  }
}

export function createPool(values: string[]): Pool {
  const starts = new Int32Array(values.length + 1)
  let end = 0
  values.forEach((value, index) => (starts[index + 1] = end += value.length))
  const codes = new Uint16Array(end)
  values.forEach((value, index) => {
    const start = starts[index]!
    for (let at = 0; at < value.length; at++) codes[start + at] = value.charCodeAt(at)
  })
  return { values, codes, starts, derived: new Map() }
}

/** What was worked out of a pool's values, once for each name. */
export function derive<T>(pool: Pool, name: string, build: (values: string[]) => T): T {
  if (!pool.derived.has(name)) pool.derived.set(name, build(pool.values))
  return pool.derived.get(name) as T
}

/** A pool of a part of each value, and which part belongs to which value; -1 for none. */
export function derivePart(pool: Pool, name: string, partOf: (value: string) => string): PartPool {
  return derive(pool, name, (values) => {
    const interner = createInterner()
    const ids = Int32Array.from(values, (value) => {
      const part = partOf(value)
      return part === '' ? -1 : interner.idOf(part)
    })
    return { pool: createPool(interner.values), ids }
  })
}

export type PartPool = { pool: Pool; ids: Int32Array }

/** Numbers in rows of different lengths, each row sorted. */
export type Rows = { starts: Int32Array; items: Int32Array }

export function createRows(rows: number[][]): Rows {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach((row, index) => (starts[index + 1] = starts[index]! + row.length))
  const items = new Int32Array(starts[rows.length]!)
  rows.forEach((row, index) =>
    items.set(
      row.toSorted((a, b) => a - b),
      starts[index],
    ),
  )
  return { starts, items }
}
