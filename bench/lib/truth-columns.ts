import type { RawColumn } from '../../server/people/index.ts'

const NAMES = ['cluster', 'cluster_id', 'entity_id', 'true_id', 'clusterid', 'entityid', 'truth', 'truth_id']
const FEBRL = /^rec-(\d+)-(org|dup-\d+)$/

/** Columns that give away which records are the same, and so must not be compared. */
export function truthColumns(columns: RawColumn[], named?: string): string[] {
  return columns.filter((column) => column.name === named || isTruth(column)).map(({ name }) => name)
}

/** By record the number of its entity, -1 for unknown; from the named column, or from one known to hold the truth. */
export function entitiesOf(columns: RawColumn[], named?: string): Int32Array {
  const column = named
    ? columns.find(({ name }) => name === named)
    : (columns.find(({ name }) => name.toLowerCase() === NAMES[0]) ?? columns.find(isTruth))
  if (!column) throw new Error(`Name the column that says which records are the same: --truth COLUMN.`)
  const numbers = new Map<string, number>()
  const known = column.values.map((value) => {
    const entity = FEBRL.exec(value)?.[1] ?? value
    if (!numbers.has(entity)) numbers.set(entity, numbers.size)
    return numbers.get(entity) ?? -1
  })
  return column.ids.map((id) => known[id] ?? -1)
}

function isTruth({ name, values }: RawColumn): boolean {
  return (
    NAMES.includes(name.toLowerCase()) || (values.length > 0 && values.every((value) => FEBRL.test(value)))
  )
}
