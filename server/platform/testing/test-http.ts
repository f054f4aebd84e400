import type { OutgoingHttpHeaders } from 'node:http'
import { pino } from 'pino'
import { createHttp, type App, type HttpOptions } from '../http/index.ts'

/** An answer with its body read: `body` is the parsed JSON, or undefined when there is none. */
export type Answer<Body> = { status: number; body: Body; headers: OutgoingHttpHeaders; bytes: Buffer }

type Call = <Body>(url: string, payload?: object) => Promise<Answer<Body>>

/** The API as one caller sees it. */
export type Api = Record<'get' | 'post' | 'patch' | 'put' | 'delete', Call>

/** The server of a test, with no web app and a silent logger; add the access guard and the routes under test. */
export function openTestHttp(options: Partial<HttpOptions> = {}): Promise<App> {
  return createHttp({ logger: pino({ level: 'silent' }), webFolder: null, ...options })
}

/** Calls the app's routes with this API key; without a key as a stranger. `headers` are added to every call. */
export function injectAs(app: App, key: string | null, headers: Record<string, string> = {}): Api {
  const all = key === null ? headers : { authorization: `Bearer ${key}`, ...headers }
  const call = (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'): Call =>
    async function inject<Body>(url: string, payload?: object): Promise<Answer<Body>> {
      const answer = await app.inject({ method, url, headers: all, ...(payload && { payload }) })
      const type = String(answer.headers['content-type'])
      const isJson = type.startsWith('application/json') && answer.body !== ''
      return {
        status: answer.statusCode,
        body: (isJson ? answer.json() : undefined) as Body,
        headers: answer.headers,
        bytes: answer.rawPayload,
      }
    }
  return {
    get: call('GET'),
    post: call('POST'),
    patch: call('PATCH'),
    put: call('PUT'),
    delete: call('DELETE'),
  }
}
