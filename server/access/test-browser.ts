import type { App } from '../platform/http/index.ts'
import { injectAs, type Api } from '../platform/testing/index.ts'

/** A browser of a test: keeps the cookies that it is given, as a real one does. */
export type TestBrowser = Api & {
  cookie(name: string): string | undefined
  /** Forgets a cookie. */
  drop(name: string): void
}

/** Opens it, without any cookie. `address` is where it says to come from, by way of a trusted proxy. */
export function openTestBrowser(app: App, address?: string): TestBrowser {
  const jar = new Map<string, string>()
  const call =
    (method: keyof Api): Api['get'] =>
    async (url, payload) => {
      const headers = {
        'sec-fetch-site': 'same-origin',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(address && { 'x-forwarded-for': address }),
      }
      const answer = await injectAs(app, null, headers)[method](url, payload)
      keep(jar, [answer.headers['set-cookie'] ?? []].flat().map(String))
      return answer as never
    }
  return {
    get: call('get'),
    post: call('post'),
    patch: call('patch'),
    put: call('put'),
    delete: call('delete'),
    cookie: (name) => jar.get(name),
    drop: (name) => void jar.delete(name),
  }
}

function keep(jar: Map<string, string>, cookies: string[]): void {
  for (const cookie of cookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name)
    else jar.set(name, value)
  }
}
