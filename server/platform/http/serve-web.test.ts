import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHttp, type App } from './index.ts'

const PAGE = '<!doctype html><title>Kith</title>'
const SCRIPT = `window.kith = ${JSON.stringify('x'.repeat(2000))}`

let app: App
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'assets', 'main-abc123.js'), SCRIPT)
  await writeFile(join(folder, 'kith.js'), SCRIPT)
  app = await createHttp({
    logger: pino({ level: 'silent' }),
    webFolder: folder,
    scripts: { '/kith.js': join(folder, 'kith.js') },
  })
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

it.each(['/', '/people', '/people/550e8400-e29b-41d4-a716-446655440000', '/deals?view=board'])(
  'gives the page of the web app for %s',
  async (url) => {
    const { statusCode, body, headers } = await app.inject({ url, headers: { accept: 'text/html,*/*' } })
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: PAGE })
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
  },
)

it.each([
  ['an API route that does not exist', { url: '/api/v1/nothing' }],
  ['a file that does not exist', { url: '/assets/gone.js' }],
  ['a write to a page', { url: '/people', method: 'POST' }],
  ['a program that wants JSON', { url: '/people', headers: { accept: 'application/json' } }],
  ['a path out of the folder', { url: '/..%2f..%2fpackage.json' }],
] as const)('does not give the page to %s', async (_who, request) => {
  const { statusCode, body } = await app.inject({ headers: {}, ...request })
  expect(statusCode).toBeGreaterThanOrEqual(400)
  expect(body).not.toContain('<title>')
})

it('lets browsers keep files whose name holds their digest, compressed', async () => {
  const { headers, rawPayload } = await app.inject({
    url: '/assets/main-abc123.js',
    headers: { 'accept-encoding': 'br' },
  })
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(brotliDecompressSync(rawPayload).toString()).toBe(SCRIPT)
})

it('serves the tracking script to every site, to keep for an hour', async () => {
  const { headers, body } = await app.inject('/kith.js')
  expect(body).toBe(SCRIPT)
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
  })
})

it('serves the tracking script compressed', async () => {
  const read = (encoding: string) => app.inject({ url: '/kith.js', headers: { 'accept-encoding': encoding } })
  expect(gunzipSync((await read('gzip')).rawPayload).toString()).toBe(SCRIPT)
  expect(brotliDecompressSync((await read('gzip, br')).rawPayload).toString()).toBe(SCRIPT)
})

it('spares a browser the tracking script that it has', async () => {
  const { headers } = await app.inject('/kith.js')
  const { statusCode, body } = await app.inject({
    url: '/kith.js',
    headers: { 'if-none-match': headers.etag },
  })
  expect({ statusCode, body }).toEqual({ statusCode: 304, body: '' })
})
