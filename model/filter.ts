import { z } from 'zod'

/** How a value may be compared, with the words that the interface shows. */
export const operators = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  greater: 'is more than',
  at_least: 'is at least',
  less: 'is less than',
  at_most: 'is at most',
  before: 'is before',
  after: 'is after',
  set: 'has any value',
  not_set: 'has no value',
} as const satisfies Record<string, string>

export type Operator = keyof typeof operators

const operatorNames = Object.keys(operators) as [Operator, ...Operator[]]
const scalar = z.union([z.string().max(1000), z.number(), z.boolean()])

/** A comparison of one named value: a trait of a person, or a property of an event. Dots reach into objects. */
export const comparison = z
  .object({
    field: z.string().min(1).max(200),
    operator: z.enum(operatorNames),
    value: z.union([scalar, z.array(scalar).min(1).max(100)]).optional(),
  })
  .refine((c) => c.operator === 'set' || c.operator === 'not_set' || c.value !== undefined, {
    message: 'needs a value to compare with',
    path: ['value'],
  })
export type Comparison = z.infer<typeof comparison>
