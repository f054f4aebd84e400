import type { EnrichmentRequest } from '../../../model/enrichment.ts'
import { placeholdersOf, secretOf, textsIn } from './template.ts'

/** The server, written out: whom keys are sent to must not depend on what is known of somebody. */
const ORIGIN = /^https?:\/\/[^/?#{}@\s]+(?=[/?#]|$)/i
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
/** Headers that Kith writes itself, or that say how the connection is used. */
const OWN_HEADERS = ['host', 'content-length', 'content-type', 'connection', 'transfer-encoding', 'upgrade']

export type RequestProblem = { field: string; problem: string }

/** What is wrong with a request, by field; `secrets` are the names of the keys that there are. */
export function checkRequest(request: EnrichmentRequest, secrets: string[]): RequestProblem[] {
  return [
    ...wrongNames(request),
    ...wrongAddress(request),
    ...wrongHeaders(request),
    ...missingKeys(request, secrets),
    ...(request.method === 'GET' && request.body !== null
      ? [
          {
            field: 'request.body',
            problem: 'A request with GET has no body. Choose POST, or take the body out.',
          },
        ]
      : []),
  ]
}

/** The server that a request goes to; null for an address that is none. */
export function originOf(url: string): string | null {
  const [origin] = ORIGIN.exec(url) ?? []
  return origin && URL.canParse(origin) ? new URL(origin).origin : null
}

/** The names that a request uses, by the field in which they stand. */
export function textsOf({ url, headers, body }: EnrichmentRequest): [field: string, text: string][] {
  return [
    ['request.url', url],
    ...headers.map(({ value }, place): [string, string] => [`request.headers.${place}.value`, value]),
    ...textsIn(body).map((text): [string, string] => ['request.body', text]),
  ]
}

function wrongNames(request: EnrichmentRequest): RequestProblem[] {
  return textsOf(request).flatMap(([field, text]) =>
    placeholdersOf(text).wrong.map((wrong) => ({
      field,
      problem: `“${wrong}” is not written like {{ email }} or {{ traits.plan? }}.`,
    })),
  )
}

function wrongAddress(request: EnrichmentRequest): RequestProblem[] {
  const field = 'request.url'
  if (originOf(request.url) === null)
    return [
      { field, problem: 'The address begins with http:// or https:// and a server that is written out.' },
    ]
  const asks = textsOf(request).flatMap(([, text]) => placeholdersOf(text).names)
  const namesSomebody = asks.some((one) => secretOf(one) === null && !one.optional)
  return namesSomebody
    ? []
    : [
        {
          field,
          problem: 'The request says nothing about whom it asks. Put {{ email }} or the like into it.',
        },
      ]
}

function wrongHeaders({ headers }: EnrichmentRequest): RequestProblem[] {
  return headers.flatMap(({ name }, place) => {
    const field = `request.headers.${place}.name`
    if (!TOKEN.test(name)) return [{ field, problem: 'A header has letters, digits and dashes only.' }]
    return OWN_HEADERS.includes(name.toLowerCase())
      ? [{ field, problem: `Kith writes the header ${name} itself.` }]
      : []
  })
}

function missingKeys(request: EnrichmentRequest, secrets: string[]): RequestProblem[] {
  const named = textsOf(request).flatMap(([, text]) =>
    placeholdersOf(text).names.flatMap((one) => secretOf(one) ?? []),
  )
  return [...new Set(named)]
    .filter((name) => !secrets.includes(name))
    .map((name) => ({ field: `secrets.${name}`, problem: `The key ${name} is needed.` }))
}
