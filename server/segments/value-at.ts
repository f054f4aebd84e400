import { isObject, type JsonObject } from '../../model/json.ts'

/** What is stored of a trait; dots reach into objects. Null when there is nothing. */
export function valueAt(object: JsonObject, field: string): unknown {
  let value: unknown = object
  for (const part of field.split('.'))
    value = isObject(value) ? value[part.replaceAll('%2E', '.')] : undefined
  return value ?? null
}
