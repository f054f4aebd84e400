import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fail } from '../errors.ts'

const HASHED_NAMES = '/assets/'
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'
const AN_HOUR = 'public, max-age=3600, stale-while-revalidate=86400'

/** Serves the web app: its files, and its page for every other address that a browser opens. */
export async function serveWebApp(app: FastifyInstance, folder: string | null): Promise<void> {
  if (folder) {
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      setHeaders(reply, path) {
        reply.header('cache-control', path.startsWith(HASHED_NAMES, folder.length) ? FOR_EVER : ASK_EACH_TIME)
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (folder && wantsPage(request))
      return reply.header('cache-control', ASK_EACH_TIME).sendFile('index.html')
    throw fail('not_found')
  })
}

/** Serves a script that pages of other sites load: kept in memory, already compressed. */
export async function serveScript(app: FastifyInstance, path: string, file: string): Promise<void> {
  const script = await readFile(file)
  const bodies = { br: brotliCompressSync(script), gzip: gzipSync(script), identity: script }
  const etag = `"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`
  app.get(path, { compress: false, schema: { hide: true } }, (request, reply) => {
    void reply.headers({
      'access-control-allow-origin': '*',
      'cache-control': AN_HOUR,
      'cross-origin-resource-policy': 'cross-origin',
      etag,
      vary: 'accept-encoding',
    })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    const encoding = bestEncoding(request)
    if (encoding !== 'identity') void reply.header('content-encoding', encoding)
    return reply.type('text/javascript; charset=utf-8').send(bodies[encoding])
  })
}

function wantsPage(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? ''
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead && !path.startsWith('/api/') && extname(path) === '' && acceptsHtml(request)
}

function acceptsHtml({ headers }: FastifyRequest): boolean {
  return headers.accept === undefined || /text\/html|\*\/\*/.test(headers.accept)
}

function bestEncoding({ headers }: FastifyRequest): 'br' | 'gzip' | 'identity' {
  const accepted = String(headers['accept-encoding'] ?? '')
  if (/\bbr\b/.test(accepted)) return 'br'
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}
