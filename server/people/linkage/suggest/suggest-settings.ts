import type { LinkageComparison, LinkageField, LinkageSettings } from '../../../../model/linkage.ts'
import type { RawColumn } from '../engine/table.ts'
import { tableFor } from '../table-for.ts'
import type { ColumnRole } from './column-words.ts'
import { detectRole } from './detect-role.ts'
import { profileColumn, type ColumnProfile } from './profile-column.ts'
import { roleDefinitions } from './role-definitions.ts'
import { suggestRules } from './suggest-rules.ts'

const MAX_COMPARISONS = 12
const SAMPLE_RECORDS = 30_000
const CERTAIN_RECALL = 0.7
const LINK_AT = 0.5
const ASK_AT = 0.1
const DISTANCES_KM = [0.1, 1, 10, 50]

export type Column = {
  field: LinkageField
  role: Exclude<ColumnRole, 'id' | 'source'>
  profile: ColumnProfile
}

/** Settings for records of any kind, from what their columns are called and hold; null when nothing can be compared. */
export function suggestSettings(size: number, columns: RawColumn[]): LinkageSettings | null {
  const chosen = chooseColumns(columns)
  if (chosen.length === 0) return null
  const fields = chosen.map(({ field }) => field)
  const sampled = sample(size, columns)
  const rules = suggestRules(chosen, { table: tableFor(sampled.size, sampled.columns, fields), size })
  return {
    fields,
    comparisons: comparisonsOf(chosen),
    ...rules,
    certainRecall: CERTAIN_RECALL,
    refine: true,
    linkAt: LINK_AT,
    askAt: ASK_AT,
  }
}

function chooseColumns(columns: RawColumn[]): Column[] {
  const found = columns.flatMap((column, index) => {
    const profile = profileColumn(column)
    const role = detectRole(profile)
    if (role === null || role === 'id' || role === 'source') return []
    const field = {
      name: `${index + 1} ${column.name}`.slice(0, 100),
      columns: [column.name],
      kind: roleDefinitions[role].kind,
    }
    return [{ field, role, profile }]
  })
  return found.toSorted((a, b) => informationOf(b) - informationOf(a)).slice(0, MAX_COMPARISONS)
}

/** Bits that agreement in it says about an average record. */
function informationOf({ profile }: Column): number {
  return profile.fill * Math.log2(profile.distinct)
}

function comparisonsOf(columns: Column[]): LinkageComparison[] {
  const find = (role: ColumnRole) => columns.find((column) => column.role === role)?.field.name
  const swaps = new Map<string, string>()
  const [forename, surname] = [find('forename'), find('surname')]
  if (forename && surname) swaps.set(forename, surname).set(surname, forename)
  const [latitude, longitude] = [find('latitude'), find('longitude')]
  const plain = columns.filter(
    ({ role }) => !(latitude && longitude && (role === 'latitude' || role === 'longitude')),
  )
  const comparisons = plain.map((column) => comparisonOf(column, swaps.get(column.field.name)))
  return latitude && longitude ? [...comparisons, distance(latitude, longitude)] : comparisons
}

function comparisonOf({ field, role }: Column, swappedWith?: string): LinkageComparison {
  const levels = roleDefinitions[role].levels(field.name)
  const [same, ...others] = levels
  const name = field.columns.join(' ')
  if (swappedWith === undefined || !same) return { name, fields: [field.name], levels }
  const swapped = {
    label: 'Swapped with the other name',
    when: [{ field: field.name, test: 'swapped' as const, other: swappedWith }],
  }
  return { name, fields: [field.name], levels: [same, swapped, ...others] }
}

function distance(latitude: string, longitude: string): LinkageComparison {
  return {
    name: 'Distance',
    fields: [latitude, longitude],
    levels: DISTANCES_KM.map((at) => ({
      label: `Within ${at} km`,
      when: [{ field: latitude, test: 'kilometres_apart', other: longitude, at }],
    })),
  }
}

/** Evenly spread records, so that the rules need not be tried on a million. */
function sample(size: number, columns: RawColumn[]): { size: number; columns: RawColumn[] } {
  if (size <= SAMPLE_RECORDS) return { size, columns }
  const step = size / SAMPLE_RECORDS
  const picked = columns.map(({ name, values, ids }) => {
    const known = new Map<number, number>()
    const own: string[] = []
    const numberOf = (id: number) => {
      if (id < 0) return -1
      let number = known.get(id)
      if (number === undefined) {
        number = own.push(values[id] ?? '') - 1
        known.set(id, number)
      }
      return number
    }
    const sampled = Int32Array.from({ length: SAMPLE_RECORDS }, (_, index) =>
      numberOf(ids[Math.floor(index * step)]!),
    )
    return { name, values: own, ids: sampled }
  })
  return { size: SAMPLE_RECORDS, columns: picked }
}
