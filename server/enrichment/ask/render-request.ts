import { createHash } from 'node:crypto'
import type { EnrichmentDefinition, EnrichmentRequest } from '../../../model/enrichment.ts'
import type { JsonObject } from '../../../model/json.ts'
import { fillJson, fillText, type Filling } from './template.ts'

/** What stands for a key where people read. */
export const HIDDEN_KEY = '****'

/** A request as it leaves; `missing` names what is not known of the record, and then it does not leave. */
export type Rendered = { request: EnrichmentRequest; missing: string[] }

/** Puts what is known of a record, and keys, into a request. */
export function renderRequest(
  { method, url, headers, body }: EnrichmentRequest,
  known: JsonObject,
  secrets: Record<string, string>,
): Rendered {
  const filling: Filling = { values: { ...known, secret: secrets }, missing: new Set() }
  const filled = {
    method,
    url: fillText(url, filling, forAddress),
    headers: headers.map(({ name, value }) => ({ name, value: fillText(value, filling, forHeader) })),
    body: body && (fillJson(body, filling) as JsonObject),
  }
  return { request: filled, missing: [...filling.missing] }
}

/**
 * Names what is asked, and how its answer is read, without the keys: whoever asks for the same again within the time that an
 * answer is good needs no other.
 */
export function requestKey({ request, mapping, not_found }: EnrichmentDefinition, known: JsonObject): string {
  const { request: asked } = renderRequest(request, known, keysByName(request))
  return createHash('sha256')
    .update(JSON.stringify([asked, mapping, not_found]))
    .digest('base64url')
}

/** Keys that stand for themselves, for a request that nobody sends. */
export function hiddenKeys(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, HIDDEN_KEY]))
}

function keysByName(request: EnrichmentRequest): Record<string, string> {
  const names = [...JSON.stringify(request).matchAll(/secret\.([a-z0-9_]+)/g)].map(([, name = '']) => name)
  return hiddenKeys(names)
}

/** What is nothing but dots would lead up in the address instead of standing in it. */
function forAddress(value: string): string {
  return /^\.+$/.test(value) ? '' : encodeURIComponent(value.toWellFormed())
}

/** A line break would begin another header; other letters than these cannot be sent in one. */
function forHeader(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]/g, '')
}
