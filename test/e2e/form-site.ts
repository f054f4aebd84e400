import { once } from 'node:events'
import { createServer } from 'node:http'
import { writeKey } from './demo-store.ts'

/** Somebody else's site with Kith's tracking script and a form in its page, wherever on it one goes. */
export async function startSite(kith: string, form: string): Promise<{ url: string; stop(): Promise<void> }> {
  const page = `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"></head><body><h1>Our shop</h1>
<script async src="${kith}/kith.js" data-write-key="${writeKey}"></script>
<div data-kith-form="${form}"></div><script async src="${kith}/kith-forms.js"></script></body></html>`
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The site has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
