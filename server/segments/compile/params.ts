import type { Params } from '../../platform/warehouse/index.ts'

type ParamValues = {
  String: string
  Float64: number
  Int64: number
  Int128: bigint
  UUID: string
  'Array(String)': readonly string[]
  'Array(UUID)': readonly string[]
}

/** Collects the values of a query, so that none of them becomes part of its text. */
export type QueryParams = {
  values: Params
  /** Takes a value in and gives the placeholder that stands for it. */
  add<Type extends keyof ParamValues>(type: Type, value: ParamValues[Type]): string
}

/** Makes an empty collection. */
export function createParams(): QueryParams {
  const values: Params = {}
  return {
    values,
    add(type, value) {
      const name = `p${Object.keys(values).length}`
      // As a number the client takes only those that it can write exactly; as text it takes them all.
      values[name] = type === 'Float64' || type === 'Int128' ? String(value) : value
      return `{${name}:${type}}`
    },
  }
}
