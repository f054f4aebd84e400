import {
  importFields,
  type ColumnTarget,
  type FileMapping,
  type ImportColumn,
  type ImportObject,
} from '../../../../model/import.ts'
import type { FormatDefinition, TableLook } from '../formats/format-definition.ts'
import { detectDateOrder } from '../values/parse-date.ts'
import { detectDecimal } from '../values/parse-number.ts'
import { fieldOfHeading, normalHeading } from './synonyms.ts'
import { kindOfValues, type SeenKind } from './value-kinds.ts'

const BY_FORMAT = 0.98
const BY_HEADING = 0.85
const BY_VALUES = 0.6
const SHOWN_SAMPLES = 3

type Guess = { target: ColumnTarget; confidence: number }

/** What each column of a table probably is, and how the table is to be read. */
export function guessMapping(
  look: TableLook,
  format: FormatDefinition | null,
): { columns: ImportColumn[]; mapping: FileMapping } {
  const object = format?.object(look) ?? guessObject(look)
  const guesses = withoutRepetition(
    look.headers.map((_, place) => guessColumn(look, place, { format, object })),
  )
  const targets = guesses.map(({ target }) => target)
  return {
    columns: look.headers.map((header, place) => ({
      header,
      samples: (look.samples[place] ?? []).slice(0, SHOWN_SAMPLES),
      confidence: guesses[place]?.confidence ?? 0,
    })),
    mapping: mappingFor(look, object, targets),
  }
}

function mappingFor({ samples }: TableLook, object: ImportObject, columns: ColumnTarget[]): FileMapping {
  const ofKind = (...kinds: string[]) =>
    columns.flatMap((target, place) => (kinds.includes(kindOf(object, target)) ? (samples[place] ?? []) : []))
  return {
    object,
    mode: 'both',
    match: { people: 'email', companies: 'domain', deals: 'external_id', stage_history: 'external_id' }[
      object
    ] as FileMapping['match'],
    columns,
    date_order: detectDateOrder(ofKind('date')),
    decimal: detectDecimal(ofKind('money', 'number')),
    pipeline: null,
    currency: null,
    create_companies: true,
  }
}

/** The kind of value that the target of a column takes. */
function kindOf(object: ImportObject, target: ColumnTarget): string {
  if (!target || !('field' in target)) return 'text'
  return importFields[object].find(({ key }) => key === target.field)?.kind ?? 'text'
}

const dealWords = /\b(stage|deal|opportunity|pipeline|phase|etapa|etape|fase|geschaft|商談)\b/
const personFields = new Set(['email', 'first_name', 'last_name', 'title', 'birthday'])

function guessObject({ headers, samples }: TableLook): ImportObject {
  const names = headers.map(normalHeading)
  const fields = names.map((name) => fieldOfHeading.deals.get(name))
  if (names.some((name) => dealWords.test(name)) && fields.includes('stage')) return 'deals'
  if (fields.includes('amount') && (fields.includes('close_date') || fields.includes('status')))
    return 'deals'
  const isPerson = names.some((name) => personFields.has(fieldOfHeading.people.get(name) ?? ''))
  if (isPerson || samples.some((values) => kindOfValues(values) === 'email')) return 'people'
  return names.some((name) =>
    ['name', 'industry', 'domain'].includes(fieldOfHeading.companies.get(name) ?? ''),
  )
    ? 'companies'
    : 'people'
}

type Known = { format: FormatDefinition | null; object: ImportObject }

function guessColumn(look: TableLook, place: number, { format, object }: Known): Guess {
  const header = look.headers[place] ?? ''
  const values = look.samples[place] ?? []
  const known = format?.columns[object]?.[header.toLowerCase().replace(/\*$/, '')]
  if (known !== undefined) return { target: known, confidence: BY_FORMAT }
  for (const { heading, target } of format?.patterns?.[object] ?? []) {
    const match = heading.exec(header)
    if (match) return { target: target(match), confidence: BY_FORMAT }
  }
  const byHeading = fieldOfHeading[object].get(normalHeading(header))
  const kind = kindOfValues(values)
  if (byHeading && fits(object, byHeading, kind))
    return { target: { field: byHeading }, confidence: BY_HEADING }
  const byFormat = values.length > 0 ? format?.byValue?.(values, object) : undefined
  if (byFormat !== undefined) return { target: byFormat, confidence: BY_VALUES }
  return guessByValues(kind, object) ?? { target: leftOver(object, header, values), confidence: 0 }
}

/** A heading is not believed when the values plainly say otherwise: a "Contact" full of e-mail addresses is no name. */
function fits(object: ImportObject, field: string, seen: SeenKind): boolean {
  const kind = importFields[object].find(({ key }) => key === field)?.kind ?? 'text'
  if (seen === 'email') return kind === 'email' || field === 'owner' || kind === 'id'
  if (kind === 'date') return seen !== 'url'
  return true
}

const fieldOfKind: Partial<Record<ImportObject, Partial<Record<SeenKind, string>>>> = {
  people: { email: 'email', phone: 'phone', url: 'website' },
  companies: { url: 'domain', phone: 'phone' },
  deals: { email: 'person_email', money: 'amount' },
}

function guessByValues(kind: SeenKind, object: ImportObject): Guess | null {
  const field = fieldOfKind[object]?.[kind]
  return field ? { target: { field }, confidence: BY_VALUES } : null
}

/** Columns nobody knows become traits of people and companies; empty ones are left out. */
function leftOver(object: ImportObject, header: string, values: string[]): ColumnTarget {
  if (values.length === 0 || (object !== 'people' && object !== 'companies')) return null
  const name = normalHeading(header).replaceAll(' ', '_').slice(0, 100)
  return name ? { trait: name } : null
}

/** A field has one column: the surest guess keeps it. Stages may have many. */
function withoutRepetition(guesses: Guess[]): Guess[] {
  const best = new Map<string, number>()
  guesses.forEach(({ target, confidence }, place) => {
    if (!target || !('field' in target) || target.stage !== undefined) return
    const kept = best.get(target.field)
    if (kept === undefined || confidence > (guesses[kept]?.confidence ?? 0)) best.set(target.field, place)
  })
  return guesses.map((guess, place) => {
    const { target } = guess
    if (!target || !('field' in target) || target.stage !== undefined) return guess
    return best.get(target.field) === place ? guess : { target: null, confidence: 0 }
  })
}
