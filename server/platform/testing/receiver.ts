import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A request as a receiver saw it. */
export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

/** A server elsewhere that Kith sends to: it notes what it gets, and answers as the test says. */
export type Receiver = { url: string; port: number; requests: Received[]; close(): Promise<void> }

export type Respond = (response: ServerResponse, request: Received) => void | Promise<void>

/** Starts a receiver on a free port of this address; it answers 200 unless told otherwise. */
export async function openReceiver(
  respond: Respond = (response) => void response.end('ok'),
  { host = '127.0.0.1', port = 0 } = {},
): Promise<Receiver> {
  const requests: Received[] = []
  const server = createServer((incoming, response) => {
    const { method = '', url: path = '', headers } = incoming
    void text(incoming).then((body) => {
      const request = { method, path, headers, body }
      requests.push(request)
      return respond(response, request)
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const open = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host}:${open}`,
    port: open,
    requests,
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
