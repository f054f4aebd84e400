import { createInterner } from '../engine/pool.ts'
import { createRandom } from '../engine/random.ts'
import type { RawColumn } from '../engine/table.ts'
import type { MadeKind, MadeRecord } from './made-kinds.ts'
import type { Random } from './slips.ts'

export type MadeSet = { size: number; columns: RawColumn[]; entities: Int32Array }
type Shape = { records: number; duplicates: number; missing?: number; seed?: number }

/** A set of made records, of which so large a share stands for somebody who is there already; the order is mixed. */
export function makeSet(
  kind: (random: Random) => MadeKind,
  { records, duplicates, missing = 0, seed = 1 }: Shape,
): MadeSet {
  const random = createRandom(seed)
  const { make, again } = kind(random)
  const copies = Math.round(records * duplicates)
  const originals = Array.from({ length: records - copies }, (_, index) => make(random, index))
  const chosen = Array.from({ length: copies }, () => Math.floor(random() * originals.length))
  const rows = [
    ...originals.map((record, entity) => ({ record, entity })),
    ...chosen.map((entity) => ({ record: again(originals[entity]!, random), entity })),
  ]
    .map((row) => ({ ...row, at: random() }))
    .toSorted((a, b) => a.at - b.at)
  const kept = (value: string) => (random() < missing ? '' : value)
  const shown = rows.map(({ record }) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, kept(value)])),
  )
  return {
    ...setOf(shown),
    entities: Int32Array.from(rows, ({ entity }) => entity),
  }
}

function columnOf(name: string, texts: string[]): RawColumn {
  const interner = createInterner()
  const ids = Int32Array.from(texts, (text) => (text === '' ? -1 : interner.idOf(text)))
  return { name, values: interner.values, ids }
}

function setOf(records: MadeRecord[]): Omit<MadeSet, 'entities'> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return {
    size: records.length,
    columns: names.map((name) =>
      columnOf(
        name,
        records.map((record) => record[name] ?? ''),
      ),
    ),
  }
}
