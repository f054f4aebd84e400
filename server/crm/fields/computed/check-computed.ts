import type { ComputedField } from '../../../../model/computed-field.ts'
import type { Field } from '../../../../model/field.ts'
import { checkFormula, fieldsIn } from '../../../../model/formula/check-formula.ts'
import { formulaFields, typesFor } from '../../../../model/formula/formula-fields.ts'
import { FormulaError, type Typed } from '../../../../model/formula/formula-types.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { checkRollup } from './check-rollup.ts'

type Wanted = Pick<Field, 'object' | 'type' | 'settings' | 'required' | 'unique' | 'default_value'> & {
  key: string
  computed: ComputedField
}

/**
 * The type and settings of a computed field, which follow from how it is worked out. Throws `validation_failed`, which names
 * the place in the formula, for what cannot be.
 */
export async function checkComputed(
  db: Queryable,
  field: Wanted,
  others: Field[],
): Promise<Pick<Field, 'type' | 'settings'>> {
  if (field.object === 'person')
    throw invalidField('computed', 'People have computed traits instead, which know what they did, too.')
  if (field.required || field.unique || (field.default_value ?? null) !== null)
    throw invalidField('computed', 'What is worked out is not required, not unique and has no default.')
  if (field.computed.kind === 'rollup') return checkRollup(db, field, field.computed)
  const formula = readFormula(field, others)
  requireNoCircle(field, formula, others)
  const [usual, ...more] = typesFor[formula.type]
  const type = more.includes(field.type) ? field.type : usual
  return { type, settings: type === 'money' ? { currency: field.settings.currency } : {} }
}

/** The formula of a field, every part with its type. Throws `validation_failed`. */
export function readFormula(
  { object, key, computed }: Pick<Wanted, 'object' | 'key' | 'computed'>,
  others: Pick<Field, 'key' | 'type'>[],
): Typed {
  const expression = computed.kind === 'formula' ? computed.expression : ''
  try {
    return checkFormula(expression, formulaFields(object, others, key))
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    const { at, length } = error.place
    const words = expression.slice(at, at + length)
    throw invalidField(
      'computed.expression',
      `At character ${at + 1}${words && ` (“${words}”)`}: ${error.message}`,
    )
  }
}

/** The computed fields that a field's formula reads, itself and through others, must not lead back to it. */
function requireNoCircle({ key }: Wanted, formula: Typed, others: Field[]): void {
  const reads = new Map(
    others.flatMap((one) =>
      one.computed?.kind === 'formula' && one.key !== key
        ? [[one.key, fieldsIn(readFormula({ ...one, computed: one.computed }, others))]]
        : [],
    ),
  )
  const visit = (at: string[], path: string[]): void => {
    for (const next of at) {
      if (next === key)
        throw invalidField('computed.expression', `It goes in a circle: ${[key, ...path, key].join(' → ')}.`)
      if (!path.includes(next)) visit(reads.get(next) ?? [], [...path, next])
    }
  }
  visit(fieldsIn(formula), [])
}
