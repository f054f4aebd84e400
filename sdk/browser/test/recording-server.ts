import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TrackingEvent } from '../src/module.ts'

/** A batch as it arrived. */
export interface Delivery {
  writeKey: string
  sentAt: string
  batch: TrackingEvent[]
  path: string
  contentType: string
  byBeacon: boolean
  bytes: number
  at: number
}

export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string
}

/** The world outside the script: a web site, and the server that the script reports to. */
export interface RecordingServer {
  port: number
  /** What every page of the site is. */
  html: string
  deliveries: Delivery[]
  /** Methods and paths of requests that were neither pages, the script nor batches. */
  strayRequests: string[]
  /** What the server answers; called before the delivery is listed. */
  answer: (delivery: Delivery) => Answer | Promise<Answer>
  close(): void
}

/** Starts one on a free port; it serves the scripts by their paths. */
export async function startRecordingServer(scripts: Record<string, Buffer>): Promise<RecordingServer> {
  const http = createServer((request, response) => void serve(request, response))
  const server: RecordingServer = {
    port: 0,
    html: '',
    deliveries: [],
    strayRequests: [],
    answer: () => ({ status: 200 }),
    close() {
      http.close()
      http.closeAllConnections()
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const script = scripts[pathname]
    if (request.method === 'POST' && pathname.endsWith('/v1/batch')) await receive(request, response, server)
    else if (script) response.setHeader('content-type', 'text/javascript').end(script)
    else if (request.method === 'GET' && request.headers.accept?.includes('text/html')) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(server.html)
    } else {
      if (pathname !== '/favicon.ico') server.strayRequests.push(`${request.method} ${pathname}`)
      response.writeHead(404).end()
    }
  }

  await once(http.listen(0, '127.0.0.1'), 'listening')
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  server.port = address.port
  return server
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  server: RecordingServer,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const delivery: Delivery = {
    ...(JSON.parse(body.toString('utf8')) as Pick<Delivery, 'writeKey' | 'sentAt' | 'batch'>),
    path: request.url ?? '',
    contentType: request.headers['content-type'] ?? '',
    byBeacon: request.headers['sec-fetch-mode'] === 'no-cors',
    bytes: body.length,
    at: Date.now(),
  }
  const answer = server.answer(delivery)
  server.deliveries.push(delivery)
  const { status, headers = {}, body: text = '{"success":true}' } = await answer
  const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' }
  response.writeHead(status, { ...cors, ...headers }).end(text)
}
