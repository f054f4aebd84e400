import { isDeepStrictEqual } from 'node:util'
import type { Field } from '../../../model/field.ts'
import { readFieldValue, textOf } from '../../../model/field-value.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { HeldRecord } from './field-store.ts'
import { targetOf, type Referrals } from './references.ts'
import { isRequired, type Stages } from './required-fields.ts'

/** What is wrong with a value. `now` is the value that it has, when somebody else changed it meanwhile. */
export type FieldProblem = { field: string; problem: string; now?: unknown }

/** New values of a record by key; null empties a field. `known` are those that its editor had read. */
export type FieldsRow = { id: string; values: JsonObject; known?: JsonObject | undefined }

type Known = { fields: Field[]; referred: Referrals; stages: Stages }

/** The values of a row as they are kept, or all that is wrong with them. */
export function checkValues(
  known: Known,
  held: Pick<HeldRecord, 'values' | 'stageId'>,
  row: Pick<FieldsRow, 'values' | 'known'>,
): { values: JsonObject } | { problems: FieldProblem[] } {
  const values: JsonObject = {}
  const problems: FieldProblem[] = []
  for (const [key, raw] of Object.entries(row.values)) {
    const field = known.fields.find((one) => one.key === key)
    const read = field ? readValue(field, raw, known) : unknownField
    if (!read.ok) problems.push({ field: key, problem: `${field?.label ?? key} ${read.problem}.` })
    else if (field && read.value === null && isRequired(field, held.stageId, known.stages))
      problems.push({ field: key, problem: `${field.label} is required.` })
    else if (field && isStale(row, held, key)) problems.push(staleProblem(field, held))
    else values[key] = read.value
  }
  return problems.length > 0 ? { problems } : { values }
}

const unknownField = { ok: false, problem: 'is no field of this object' } as const

function readValue(field: Field, raw: unknown, { referred }: Known) {
  if (field.computed) return { ok: false as const, problem: 'is worked out and cannot be entered' }
  const read = readFieldValue(field, raw)
  const target = targetOf(field)
  if (!read.ok || read.value === null || target === null) return read
  const found = referred.get(target)?.get(textOf(read.value))
  const what = target === 'user' ? 'colleague' : target
  return found
    ? { ok: true as const, value: found.kept }
    : { ok: false as const, problem: `names a ${what} that there is not` }
}

function isStale(
  { known }: Pick<FieldsRow, 'known'>,
  { values }: Pick<HeldRecord, 'values'>,
  key: string,
): boolean {
  return known !== undefined && key in known && !isDeepStrictEqual(known[key] ?? null, values[key] ?? null)
}

function staleProblem({ key, label }: Field, { values }: Pick<HeldRecord, 'values'>): FieldProblem {
  return { field: key, problem: `Somebody else changed ${label} in the meantime.`, now: values[key] ?? null }
}
