import type { RawColumn } from '../../server/people/index.ts'
import { seededRandom } from './traffic.ts'

const DUPLICATES = 0.2
const ERRORS = 0.12
const MISSING = 0.08
const FORENAMES = 1_500
const SURNAMES = 30_000
const PLACES = 4_000
const ONSETS = [
  'b',
  'br',
  'd',
  'f',
  'g',
  'gr',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  'st',
  't',
  'v',
  'w',
  'sch',
  'th',
]
const NUCLEI = ['a', 'e', 'i', 'o', 'u', 'ai', 'ee', 'ou', 'ei']
const CODAS = ['', 'n', 'r', 's', 'l', 'ck', 'nd', 'm', 'tt']
const COLUMNS = ['first_name', 'surname', 'dob', 'city', 'postcode', 'email', 'phone', 'cluster']

type Random = () => number
type Person = string[]

/** Made people, the same for one seed: names as unequally common as in life, a fifth of the records are faulty copies. */
export function makePeople(count: number, seed: number): { size: number; columns: RawColumn[] } {
  const random = seededRandom(seed)
  const lists = {
    forenames: makeNames(FORENAMES, 2, random),
    surnames: makeNames(SURNAMES, 3, random),
    places: makeNames(PLACES, 3, random),
  }
  const writers = COLUMNS.map((name) => createWriter(name, count))
  let person: Person = []
  let entity = -1
  for (let record = 0; record < count; record++) {
    const isCopy = entity >= 0 && random() < DUPLICATES
    if (!isCopy) {
      person = makePerson(lists, random)
      entity += 1
    }
    const values = isCopy ? person.map((value, field) => copyWithErrors(value, field, random)) : person
    values.forEach((value, field) => writers[field]?.set(record, value))
    writers.at(-1)?.set(record, String(entity))
  }
  return { size: count, columns: writers.map((writer) => writer.done()) }
}

type Lists = { forenames: string[]; surnames: string[]; places: string[] }

function makePerson({ forenames, surnames, places }: Lists, random: Random): Person {
  const forename = skewed(forenames, random)
  const surname = skewed(surnames, random)
  const place = Math.floor(random() ** 2 * places.length)
  const day = new Date(
    Date.UTC(1930 + Math.floor(random() * 75), Math.floor(random() * 12), 1 + Math.floor(random() * 28)),
  )
  const digits = (length: number) => String(Math.floor(random() * 10 ** length)).padStart(length, '0')
  return [
    forename,
    surname,
    day.toISOString().slice(0, 10),
    places[place] ?? '',
    String(10_000 + place * 20 + Math.floor(random() * 8)),
    random() < 0.6 ? `${forename}.${surname}${digits(3)}@${skewed(places.slice(0, 40), random)}.example` : '',
    random() < 0.7 ? `0${digits(9)}` : '',
  ]
}

function copyWithErrors(value: string, field: number, random: Random): string {
  if (random() < MISSING) return ''
  if (value === '' || random() >= ERRORS) return value
  const at = Math.floor(random() * value.length)
  const other =
    field === 2 || field === 4 || field === 6
      ? String(Math.floor(random() * 10))
      : 'aeinrst'.charAt(Math.floor(random() * 7))
  if (random() < 0.4) return value.slice(0, at) + other + value.slice(at + 1)
  if (random() < 0.5) return value.slice(0, at) + value.slice(at + 1)
  return value.slice(0, at) + (value[at + 1] ?? '') + (value[at] ?? '') + value.slice(at + 2)
}

function makeNames(count: number, syllables: number, random: Random): string[] {
  const pick = (list: string[]) => list[Math.floor(random() * list.length)] ?? ''
  const names = new Set<string>()
  while (names.size < count) {
    const length = 1 + Math.ceil(random() * (syllables - 1))
    names.add(Array.from({ length }, () => pick(ONSETS) + pick(NUCLEI)).join('') + pick(CODAS))
  }
  return [...names]
}

/** The first of a list are far more common than the last. */
function skewed(list: string[], random: Random): string {
  return list[Math.floor(random() ** 3 * list.length)] ?? ''
}

function createWriter(name: string, count: number) {
  const known = new Map<string, number>()
  const values: string[] = []
  const ids = new Int32Array(count).fill(-1)
  return {
    set(record: number, value: string) {
      if (value === '') return
      let id = known.get(value)
      if (id === undefined) {
        id = values.push(value) - 1
        known.set(value, id)
      }
      ids[record] = id
    },
    done: (): RawColumn => ({ name, values, ids }),
  }
}
