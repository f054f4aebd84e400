import { describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { febrlSettings, fakeSettings } from './lib/splink-settings.ts'
import type { LinkageSettings } from '../model/linkage.ts'
import {
  linkRecords,
  qualityAt,
  countTruePairs,
  suggestSettings,
  truthTable,
} from '../server/people/index.ts'
import { makePeople } from './lib/make-people.ts'
import { readTable } from './lib/read-table.ts'
import { entitiesOf, truthColumns } from './lib/truth-columns.ts'

const FAKE = 'fake_1000.csv'
const FEBRL = 'febrl3.csv'
const TWO_MINUTES_MS = 120_000

function read(name: string) {
  const path = new URL(`../server/people/linkage/testing/data/${name}`, import.meta.url)
  const { size, columns } = readTable(fileURLToPath(path))
  const hidden = truthColumns(columns)
  return {
    size,
    columns: columns.filter((column) => !hidden.includes(column.name)),
    entities: entitiesOf(columns),
  }
}

function measure(name: string, given?: LinkageSettings) {
  const { size, columns, entities } = read(name)
  const settings = given ?? suggestSettings(size, columns)
  if (!settings) throw new Error('Nothing could be compared.')
  const linked = linkRecords(size, columns, settings)
  const table = truthTable(linked.joined, entities)
  const at = (probability: number) =>
    qualityAt(table, Math.log2(probability / (1 - probability)), countTruePairs(entities))
  return { linked, at, best: Math.max(...table.map(({ f1 }) => f1)) }
}

describe('matching with the settings of Splink’s documentation', () => {
  it('gives its published figures for fake_1000', () => {
    const { at, best } = measure(FAKE, fakeSettings)
    expect(Math.abs(at(0.5).tp - 1371)).toBeLessThanOrEqual(10)
    expect(at(0.5).fp).toBeLessThanOrEqual(2)
    expect(Math.abs(at(0.9).tp - 1173)).toBeLessThanOrEqual(10)
    expect(best).toBeGreaterThan(0.86)
  })

  it(
    'gives its published figures for FEBRL 3',
    () => {
      const { at, best } = measure(FEBRL, febrlSettings)
      expect(Math.abs(at(0.5).tp - 6448)).toBeLessThanOrEqual(15)
      expect(at(0.5).fp).toBeLessThanOrEqual(4)
      expect(best).toBeGreaterThan(0.9945)
    },
    TWO_MINUTES_MS,
  )
})

describe('matching with suggested settings', () => {
  it(
    'finds on fake_1000 far more than Splink’s best, at a threshold that it chose itself',
    () => {
      const { at, best } = measure(FAKE)
      expect(at(0.5).f1).toBeGreaterThan(0.975)
      expect(best).toBeGreaterThan(0.98)
    },
    TWO_MINUTES_MS,
  )

  it(
    'gives the same model and pairs every time',
    () => {
      const [one, other] = [measure(FAKE), measure(FAKE)]
      expect(other.linked.parameters).toEqual(one.linked.parameters)
      expect(other.linked.joined).toEqual(one.linked.joined)
    },
    TWO_MINUTES_MS,
  )

  it(
    'is not misled by a postcode that tells the city',
    () => {
      const { size, columns } = makePeople(4_000, 3)
      const hidden = truthColumns(columns)
      const visible = columns.filter(({ name }) => !hidden.includes(name))
      const settings = suggestSettings(size, visible)
      if (!settings) throw new Error('Nothing could be compared.')
      const entities = entitiesOf(columns)
      const table = truthTable(linkRecords(size, visible, settings).joined, entities)
      expect(qualityAt(table, 0, countTruePairs(entities)).f1).toBeGreaterThan(0.98)
    },
    TWO_MINUTES_MS,
  )
})

describe('columns that give away the truth', () => {
  it('are known by their name, by FEBRL’s ids, or by what they were called on the command line', () => {
    const column = (name: string, ...values: string[]) => ({
      name,
      values,
      ids: Int32Array.from(values, (_, index) => index),
    })
    const columns = [
      column('Cluster', '1', '2'),
      column('rec_id', 'rec-1-org', 'rec-1-dup-0'),
      column('person', 'x', 'y'),
      column('name', 'Ada', 'Bob'),
    ]
    expect(truthColumns(columns, 'person')).toEqual(['Cluster', 'rec_id', 'person'])
    expect([...entitiesOf(columns.slice(1))]).toEqual([0, 0])
  })
})
