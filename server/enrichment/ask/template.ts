import { isObject, type JsonObject } from '../../../model/json.ts'
import { readPath } from '../answer/read-path.ts'

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g
const WHOLE = /^\{\{\s*([^{}]*?)\s*\}\}$/
const NAME = /^[\p{L}\p{N}_$-]+(\.[\p{L}\p{N}_$-]+)*\??$/u
const SECRET = 'secret.'

/** A name in a text: what stands for it, and whether it may be missing. */
export type Placeholder = { name: string; optional: boolean }

/** The names in a text. Those that are no names are in `wrong`. */
export function placeholdersOf(text: string): { names: Placeholder[]; wrong: string[] } {
  const written = [...text.matchAll(PLACEHOLDER)].map(([, inner = '']) => inner)
  const isOpen = /\{\{|\}\}/.test(text.replaceAll(PLACEHOLDER, ''))
  return {
    names: written.filter((inner) => NAME.test(inner)).map(placeholder),
    wrong: [...written.filter((inner) => !NAME.test(inner)), ...(isOpen ? [text] : [])],
  }
}

/** The name of the key that a placeholder stands for; null for one that stands for something else. */
export function secretOf({ name }: Placeholder): string | null {
  return name.startsWith(SECRET) ? name.slice(SECRET.length) : null
}

/** What stands for names, and what was looked for in vain. */
export type Filling = { values: JsonObject; missing: Set<string> }

/** A text with values in the place of names, each made fit for where it stands. */
export function fillText(
  text: string,
  { values, missing }: Filling,
  escape: (value: string) => string,
): string {
  return text.replaceAll(PLACEHOLDER, (_, inner: string) => {
    const { name, optional } = placeholder(inner)
    const written = asText(readPath(values, name))
    const fit = written === null ? '' : escape(written)
    if (fit === '' && !optional) missing.add(name)
    return fit
  })
}

/**
 * JSON with values in the place of names. A text that is nothing but a name becomes the value as it is; what may be missing and is, is
 * left out.
 */
export function fillJson(json: unknown, filling: Filling): unknown {
  if (Array.isArray(json)) return json.map((one) => fillJson(one, filling)).filter((one) => one !== undefined)
  if (isObject(json)) {
    const filled = Object.entries(json).map(([key, one]) => [key, fillJson(one, filling)] as const)
    return Object.fromEntries(filled.filter(([, one]) => one !== undefined))
  }
  if (typeof json !== 'string') return json
  const whole = WHOLE.exec(json)
  if (!whole) return fillText(json, filling, (value) => value)
  const { name, optional } = placeholder(whole[1] ?? '')
  const value = readPath(filling.values, name) ?? undefined
  if (value !== undefined && value !== '') return value
  if (!optional) filling.missing.add(name)
  return undefined
}

/** All texts in JSON. */
export function textsIn(json: unknown): string[] {
  if (typeof json === 'string') return [json]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(textsIn) : []
}

function placeholder(inner: string): Placeholder {
  const optional = inner.endsWith('?')
  return { name: optional ? inner.slice(0, -1) : inner, optional }
}

function asText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
