import type {
  EnrichmentDefinition,
  EnrichmentProvider,
  EnrichmentProviderChange,
} from '../../../model/enrichment.ts'
import { isObject, type JsonObject } from '../../../model/json.ts'

/** A provider as it is edited: what is typed as text is text here. */
export type ProviderDraft = {
  name: string
  definition: EnrichmentDefinition
  body: string
  statuses: string
  keys: Record<string, string>
}

/** What is kept, ready to be edited. */
export function draftOf({ name, definition }: EnrichmentProvider): ProviderDraft {
  const { body } = definition.request
  return {
    name,
    definition,
    body: body === null ? '' : JSON.stringify(body, null, 2),
    statuses: definition.not_found.statuses.join(', '),
    keys: {},
  }
}

/** What the body is when it is no object, as a sentence; null when it is in order. */
export function bodyProblem({ body }: ProviderDraft): string | null {
  return body.trim() === '' || parse(body)
    ? null
    : 'This is no JSON object: it begins with { and ends with }.'
}

/** The edited provider as it is sent. */
export function changeOf(draft: ProviderDraft, version: number): EnrichmentProviderChange {
  const { definition, body, statuses, keys } = draft
  const given = Object.entries(keys).filter(([, key]) => key !== '')
  return {
    name: draft.name.trim(),
    version,
    definition: {
      ...definition,
      request: { ...definition.request, body: parse(body) },
      not_found: { ...definition.not_found, statuses: statusesIn(statuses) },
    },
    ...(given.length > 0 && { secrets: Object.fromEntries(given) }),
  }
}

/** The keys that the request names, those that are kept included. */
export function keysOf({ definition, body }: ProviderDraft, kept: string[]): string[] {
  const text = JSON.stringify(definition.request) + body
  const named = [...text.matchAll(/\{\{\s*secret\.([a-z][a-z0-9_]*)/g)].flatMap(([, name]) => name ?? [])
  return [...new Set([...named, ...kept])]
}

function statusesIn(text: string): number[] {
  const numbers = text.split(/[\s,]+/).filter((part) => part !== '')
  return numbers.map(Number).filter((status) => Number.isInteger(status))
}

function parse(body: string): JsonObject | null {
  try {
    const json: unknown = JSON.parse(body)
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
