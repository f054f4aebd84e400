/**
 * The conditions joined. Not by `and` and `or`: for each of those ClickHouse's analysis takes time in proportion to the
 * whole query, so that a hundred segments took seconds to plan. Conditions are 0 or 1.
 */
export function joinConditions(match: 'all' | 'any', conditions: readonly string[]): string {
  if (conditions.length < 2) return conditions[0] ?? 'false'
  return `${match === 'all' ? 'least' : 'greatest'}(${conditions.join(', ')})`
}
