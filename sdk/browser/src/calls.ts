import { isObject, type Json } from './json.ts'

/** What a call says, apart from who says it and where. */
export interface IdentifyCall {
  userId: string | null
  traits: Json
}

export interface PageCall {
  category?: string
  name?: string
  properties: Json
}

/** `identify(userId, traits)`, `identify(userId)` or `identify(traits)`. */
export function parseIdentify(args: unknown[]): IdentifyCall {
  return { userId: toId(args[0]), traits: firstObject(args) }
}

/** `page()`, `page(name)`, `page(category, name)`, each with properties after it, or `page(properties)`. */
export function parsePage(args: unknown[]): PageCall {
  const [first, second] = args.slice(0, 2).map((arg) => (typeof arg === 'string' ? arg : ''))
  const name = second || first
  const category = second && first
  const named = { ...(category && { category }), ...(name && { name }) }
  return { ...named, properties: { ...named, ...firstObject(args) } }
}

/** An id as text; null for an empty one or anything that is no id. */
export function toId(value: unknown): string | null {
  const isId = typeof value === 'string' ? value !== '' : Number.isFinite(value)
  return isId ? String(value) : null
}

/** The same for calls that make no sense without one: throws the complaint. */
export function needId(value: unknown, complaint: string): string {
  const id = toId(value)
  if (id === null) throw new Error(complaint)
  return id
}

/** The first argument that is an object with fields; an empty one when there is none. */
export function firstObject(args: unknown[]): Json {
  return args.find(isObject) ?? {}
}
