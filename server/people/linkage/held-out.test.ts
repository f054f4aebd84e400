import { describe, expect, it } from 'vitest'
import { countTruePairs, qualityAt, truthTable } from './engine/truth.ts'
import { linkRecords } from './link-records.ts'
import { suggestSettings } from './suggest/suggest-settings.ts'
import { madeKinds } from './testing/made-kinds.ts'
import { makeSet, type MadeSet } from './testing/made-set.ts'

const A_MINUTE_MS = 60_000

type Kind = keyof typeof madeKinds

/** What is proposed of a set at the threshold that was suggested for it. */
function match({ size, columns, entities }: MadeSet) {
  const settings = suggestSettings(size, columns)
  if (!settings) throw new Error('Nothing could be compared.')
  const { joined } = linkRecords(size, columns, settings)
  const threshold = Math.log2(settings.linkAt / (1 - settings.linkAt))
  return qualityAt(truthTable(joined, entities), threshold, countTruePairs(entities))
}

describe('matching sets that no setting was made for', () => {
  it.each<[Kind, number, number, number]>([
    ['people', 500, 0.3, 0.97],
    ['people', 200, 0.02, 0.85],
    ['germans', 500, 0.3, 0.97],
    ['russians', 500, 0.3, 0.95],
    ['russians', 800, 0.1, 0.9],
    ['subscribers', 60, 0.1, 0.85],
    ['subscribers', 500, 0.3, 0.85],
    ['constants', 500, 0.3, 0.9],
    ['constants', 1_000, 0.08, 0.85],
    ['companies', 500, 0.3, 0.93],
    ['papers', 500, 0.3, 0.95],
    ['products', 500, 0.3, 0.93],
    ['products', 1_000, 0.06, 0.85],
    ['restaurants', 500, 0.3, 0.95],
    ['songs', 500, 0.3, 0.93],
    ['voters', 500, 0.3, 0.95],
    ['voters', 3_000, 0.02, 0.9],
  ])(
    'finds in %s, %i records with %d duplicates, an F1 of %d',
    (kind, records, duplicates, least) => {
      const { f1 } = match(makeSet(madeKinds[kind], { records, duplicates, seed: 11 }))
      expect(f1).toBeGreaterThanOrEqual(least)
    },
    A_MINUTE_MS,
  )

  it(
    'finds the forty of 4,400 customers without a name who are there twice',
    () => {
      const { precision, recall } = match(
        makeSet(madeKinds.customers, { records: 4_400, duplicates: 40 / 4_400, seed: 13 }),
      )
      expect(recall).toBeGreaterThan(0.9)
      expect(precision).toBeGreaterThan(0.9)
    },
    A_MINUTE_MS,
  )

  it.each<[Kind, number]>([
    ['people', 120],
    ['people', 500],
    ['germans', 120],
    ['russians', 1_000],
    ['constants', 120],
    ['customers', 500],
    ['companies', 120],
    ['papers', 120],
    ['products', 120],
    ['restaurants', 500],
    ['songs', 500],
    ['subscribers', 120],
    ['voters', 120],
    ['voters', 1_000],
  ])(
    'proposes next to nothing in %s, %i records without a duplicate',
    (kind, records) => {
      const { fp } = match(makeSet(madeKinds[kind], { records, duplicates: 0, seed: 12 }))
      expect(fp).toBeLessThanOrEqual(2)
    },
    A_MINUTE_MS,
  )

  it(
    'does not link at random when a third of the values is missing',
    () => {
      for (const kind of ['people', 'germans', 'restaurants', 'papers'] as const) {
        const { precision } = match(
          makeSet(madeKinds[kind], { records: 500, duplicates: 0.1, missing: 0.3, seed: 11 }),
        )
        expect(precision).toBeGreaterThan(0.85)
      }
    },
    A_MINUTE_MS,
  )
})
