import { createServer, type IncomingHttpHeaders } from 'node:http'
import { once } from 'node:events'

export type ReceivedMessage = { headers: IncomingHttpHeaders; body: string }

/** Somebody else's server that takes webhooks: it keeps what it gets, and answers 204, or 410 under `/gone`. */
export type WebhookReceiver = { url: string; messages: ReceivedMessage[]; stop(): Promise<void> }

/** Starts one on a port that is free. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      messages.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      response.writeHead(request.url === '/gone' ? 410 : 204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    messages,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
