import type { FieldRules } from '../../../model/rights.ts'
import type { Permission } from '../../../model/roles.ts'

/** Traits that are columns of a person's row, too, with the name of that field. */
const alsoFields: ReadonlySet<string> = new Set(['email'])

/**
 * The field rules with every trait hidden that is marked as sensitive, for who may not see those: whatever respects the
 * rules of fields, lists, filters, segments, timelines, exports and the profile API, respects the marks by that.
 */
export function withoutSensitive(
  rules: FieldRules,
  permissions: ReadonlySet<Permission>,
  sensitive: readonly string[],
): FieldRules {
  if (sensitive.length === 0 || permissions.has('sensitive:read')) return rules
  const hidden = sensitive.flatMap((name) =>
    [`traits.${name}`, ...(alsoFields.has(name) ? [name] : [])].map((field) => [field, 'hidden'] as const),
  )
  return { ...rules, people: { ...rules.people, ...Object.fromEntries(hidden) } }
}
