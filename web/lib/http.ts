import type { Page } from '../../model/page.ts'
import { createStore } from './store.ts'

export type QueryValue = string | number | boolean | object | null | undefined
export type Query = Record<string, QueryValue>

/** A refusal by the server, or no answer at all (`offline`). `message` is a sentence to show as it is. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly details: unknown

  constructor(code: string, message: string, status = 0, details: unknown = null) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.details = details
  }
}

export const get = <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
  request<Answer>('GET', path + queryString(query), undefined, signal)

export const list = <Row>(path: string, query?: Query, signal?: AbortSignal) =>
  get<Page<Row>>(path, query, signal)

export const post = <Answer>(path: string, body?: object, signal?: AbortSignal) =>
  request<Answer>('POST', path, body, signal)

export const patch = <Answer>(path: string, body: object) => request<Answer>('PATCH', path, body)

export const put = <Answer = void>(path: string, body: object) => request<Answer>('PUT', path, body)

/** Sends a file as it is. */
export const upload = <Answer>(path: string, file: Blob) => request<Answer>('POST', path, file)

/** Asks for a file, which the browser may keep on disk until it is saved. */
export async function download(path: string, body: object): Promise<Blob> {
  const response = await reach(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw refusal(response.status, parse(await response.text()))
  return response.blob()
}

export const remove = (path: string) => request<void>('DELETE', path)

/** The same where the answer says what is left. */
export const removing = <Answer>(path: string) => request<Answer>('DELETE', path)

/** False from the first request that got no answer at all until one gets an answer again. */
export const serverAnswers = createStore(true)

/** `?a=1&b=…` without the empty values; objects and arrays travel as JSON. Empty when nothing is left. */
export function queryString(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value) && value.length === 0) continue
    params.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = params.toString()
  return text && `?${text}`
}

/** The problem of each field that the server refused, by field name; empty for every other kind of error. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError) || !Array.isArray(error.details)) return {}
  const details: unknown[] = error.details
  return Object.fromEntries(details.flatMap((one) => (isProblem(one) ? [[one.field, one.problem]] : [])))
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : 'Something went wrong in this page. Reload it and try again.'
}

async function request<Answer>(
  method: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<Answer> {
  const isFile = body instanceof Blob
  const type = isFile ? 'application/octet-stream' : 'application/json'
  const response = await reach(path, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body && { 'content-type': type }) },
    ...(body && { body: isFile ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  const text = await response.text()
  const answer = parse(text)
  if (!response.ok) throw refusal(response.status, answer)
  return answer as Answer
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(`/api/v1${path}`, init)
    serverAnswers.write(true)
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    serverAnswers.write(false)
    throw new ApiError(
      'offline',
      'Kith does not answer. Check the connection and that the server runs, then try again.',
    )
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(status: number, answer: unknown): ApiError {
  const error = hasError(answer) ? answer.error : null
  return new ApiError(
    error?.code ?? 'internal',
    error?.message ?? `The server answered ${status} without saying why. Try again in a moment.`,
    status,
    error?.details ?? null,
  )
}

function hasError(
  answer: unknown,
): answer is { error: { code: string; message: string; details?: unknown } } {
  return (
    typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'object'
  )
}

function isProblem(value: unknown): value is { field: string; problem: string } {
  return typeof value === 'object' && value !== null && 'field' in value && 'problem' in value
}
