import type { FieldKind, KeyPart, LinkageLevel, LevelTest } from '../../../../model/linkage.ts'
import type { ColumnRole } from './column-words.ts'

/** How fields of a role are read, compared and used to find candidates. */
export type RoleDefinition = {
  kind: FieldKind
  levels: (field: string) => LinkageLevel[]
  keys: { part: KeyPart; length?: number }[]
}

const whole = { part: 'whole' } as const
const sound = { part: 'sound' } as const
const words = { part: 'words' } as const
const start = (length: number) => ({ part: 'start', length }) as const
const end = (length: number) => ({ part: 'end', length }) as const

type Step = [label: string, test: LevelTest, at?: number]

/** The exact level, in which common values count for less, and then what is given. */
function steps(...list: Step[]): RoleDefinition['levels'] {
  return (field) => [
    { label: 'Same', when: [{ field, test: 'exact' }], termFrequency: field },
    ...list.map(([label, test, at]) => ({
      label,
      when: [at === undefined ? { field, test } : { field, test, at }],
    })),
  ]
}

const surname = steps(
  ['Almost the same', 'jaro_winkler', 0.92],
  ['Similar', 'jaro_winkler', 0.86],
  ['One is part of the other', 'contained'],
  ['Sounds alike', 'sound'],
  ['A little similar', 'jaro_winkler', 0.7],
)
/** Whole names that begin alike are similar by Jaro–Winkler, as two of one first name are: slips are told by counting them. */
const fullName = steps(
  ['Same words', 'shared_words', 0.98],
  ['Most words shared', 'shared_words', 0.8],
  ['One character differs', 'damerau_levenshtein', 1],
  ['Two characters differ', 'damerau_levenshtein', 2],
  ['Almost the same', 'jaro_winkler', 0.94],
  ['Similar', 'jaro_winkler', 0.88],
  ['Some words shared', 'shared_words', 0.5],
  ['A little similar', 'jaro_winkler', 0.75],
  ['Few words shared', 'shared_words', 0.25],
)
const date = steps(
  ['One digit differs', 'damerau_levenshtein', 1],
  ['Two of day, month and year agree', 'date_parts'],
  ['Two digits differ', 'damerau_levenshtein', 2],
  ['Within a year', 'years_apart', 1],
  ['Within ten years', 'years_apart', 10],
)
const code = steps(
  ['One character differs', 'damerau_levenshtein', 1],
  ['Two characters differ', 'damerau_levenshtein', 2],
)
const place = steps(
  ['Almost the same', 'jaro_winkler', 0.9],
  ['Words shared', 'shared_words', 0.5],
  ['Similar', 'jaro_winkler', 0.8],
)
const title = steps(
  ['Same words', 'shared_words', 0.95],
  ['Nearly all words shared', 'shared_words', 0.85],
  ['Most words shared', 'shared_words', 0.7],
  ['Half of the words shared', 'shared_words', 0.55],
  ['Some words shared', 'shared_words', 0.4],
  ['Few words shared', 'shared_words', 0.25],
  ['Hardly a word shared', 'shared_words', 0.1],
)
const place3 = [whole, start(4), sound]

const number: RoleDefinition = {
  kind: 'number',
  levels: steps(
    ['Within 2%', 'share_apart', 0.02],
    ['Within 10%', 'share_apart', 0.1],
    ['Within 30%', 'share_apart', 0.3],
  ),
  keys: [whole],
}
const fullNameRole: RoleDefinition = { kind: 'name', levels: fullName, keys: [whole, words, start(5)] }
const titleRole: RoleDefinition = { kind: 'text', levels: title, keys: [whole, words, start(6)] }
const dateRole: RoleDefinition = {
  kind: 'date',
  levels: date,
  keys: [whole, { part: 'year' }, { part: 'month_day' }, start(6)],
}
const codeRole: RoleDefinition = { kind: 'code', levels: code, keys: [whole, start(5), end(5)] }

export const roleDefinitions: Record<Exclude<ColumnRole, 'id' | 'source'>, RoleDefinition> = {
  forename: {
    kind: 'name',
    levels: steps(
      ['Almost the same', 'jaro_winkler', 0.92],
      ['Short form', 'nickname'],
      ['Similar', 'jaro_winkler', 0.86],
      ['Initial', 'initial'],
      ['One is part of the other', 'contained'],
      ['Sounds alike', 'sound'],
      ['A little similar', 'jaro_winkler', 0.7],
    ),
    keys: [whole, start(3), sound],
  },
  middle_name: {
    kind: 'name',
    levels: steps(['Similar', 'jaro_winkler', 0.86], ['Initial', 'initial']),
    keys: [],
  },
  surname: { kind: 'name', levels: surname, keys: [whole, start(4), sound] },
  name: fullNameRole,
  full_name: fullNameRole,
  people_list: { kind: 'text', levels: title, keys: [whole, start(6)] },
  birthday: dateRole,
  date: dateRole,
  email: {
    kind: 'email',
    levels: steps(
      ['Same before the @', 'username'],
      ['One character differs', 'damerau_levenshtein', 1],
      ['Almost the same', 'jaro_winkler', 0.92],
      ['Similar before the @', 'username_jaro_winkler', 0.88],
      ['A little similar', 'jaro_winkler', 0.8],
    ),
    keys: [whole, { part: 'username' }, start(6)],
  },
  phone: {
    kind: 'phone',
    levels: steps(
      ['One digit differs', 'damerau_levenshtein', 1],
      ['Two digits differ', 'damerau_levenshtein', 2],
    ),
    keys: [whole, end(6)],
  },
  postcode: {
    kind: 'postcode',
    levels: steps(
      ['One character differs', 'damerau_levenshtein', 1],
      ['Same start', 'start', 3],
      ['Same area', 'start', 2],
    ),
    keys: [whole, start(3)],
  },
  city: { kind: 'text', levels: place, keys: place3 },
  region: { kind: 'category', levels: steps(['Almost the same', 'jaro_winkler', 0.9]), keys: [whole] },
  category: { kind: 'category', levels: steps(['Words shared', 'shared_words', 0.4]), keys: [whole] },
  house_number: {
    kind: 'text',
    levels: steps(['One digit differs', 'damerau_levenshtein', 1]),
    keys: [whole],
  },
  street: {
    kind: 'text',
    levels: steps(
      ['Almost the same', 'jaro_winkler', 0.95],
      ['Most words shared', 'shared_words', 0.8],
      ['Similar', 'jaro_winkler', 0.88],
      ['Some words shared', 'shared_words', 0.5],
      ['Few words shared', 'shared_words', 0.25],
    ),
    keys: [whole, start(6), words],
  },
  organisation: { kind: 'text', levels: fullName, keys: [whole, words, start(5)] },
  title: titleRole,
  description: {
    kind: 'text',
    levels: steps(
      ['Nearly all words shared', 'shared_words', 0.8],
      ['Most words shared', 'shared_words', 0.6],
      ['Some words shared', 'shared_words', 0.4],
      ['Few words shared', 'shared_words', 0.25],
      ['Hardly a word shared', 'shared_words', 0.1],
    ),
    keys: [words],
  },
  year: {
    kind: 'number',
    levels: steps(['A year apart', 'apart', 1], ['Three years apart', 'apart', 3]),
    keys: [whole],
  },
  number,
  latitude: number,
  longitude: number,
  code: codeRole,
  list: {
    kind: 'list',
    levels: (field) => [
      { label: 'Same', when: [{ field, test: 'exact' }] },
      { label: 'Several in common', when: [{ field, test: 'shared_items', at: 2 }] },
      { label: 'One in common', when: [{ field, test: 'shared_items', at: 1 }] },
    ],
    keys: [{ part: 'items' }],
  },
}
