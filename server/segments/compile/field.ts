/** The JSON columns in which the named values lie. */
export type JsonColumn = 'properties' | 'traits'

/** A named value as SQL. */
export type FieldSql = {
  /** The value as `Dynamic`; its type is 'None' when there is none or when it is an object. */
  value: string
  /** What lies below the name when it is an object. */
  object: string
}

/**
 * Where a field lies in a column; null when a part of its name is empty, which no stored name is. Dots reach into
 * objects; a dot in a name itself is written %2E. Only the named path is read, never the whole column.
 */
export function fieldSql(column: JsonColumn, field: string): FieldSql | null {
  const parts = field.split('.')
  if (parts.includes('')) return null
  const path = parts.map(quoteName).join('.')
  return {
    value: `${column}.${path}`,
    object: `${column}.^${path}`,
  }
}

function quoteName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
