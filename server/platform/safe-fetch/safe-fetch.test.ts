import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { openReceiver, type Receiver, type Respond } from '../testing/index.ts'
import { safeFetch } from './index.ts'

const open = new Set<{ close(): unknown }>()
afterEach(async () => {
  for (const one of open) await one.close()
  open.clear()
})

async function receiver(respond?: Respond, address?: { host: string; port?: number }): Promise<Receiver> {
  const made = await openReceiver(respond, address)
  open.add(made)
  return made
}

/** A server below HTTP, for what no HTTP server would do. */
async function rawServer(onConnection: Parameters<typeof createServer>[1]): Promise<number> {
  const server: Server = createServer(onConnection)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.add(server)
  return (server.address() as AddressInfo).port
}

const anywhere = { allowPrivate: true }
const onlyPublic = { allowPrivate: false }
const at = (address: string) => ({ address, family: address.includes(':') ? 6 : 4 })

describe('a request to an address that a user has set', () => {
  it('sends method, headers and body, and gives the answer', async () => {
    const { url, requests } = await receiver((response) => {
      response.writeHead(418, { 'x-kind': 'teapot' }).end('short and stout')
    })
    const request = {
      method: 'POST',
      url: `${url}/pots?n=1`,
      headers: { 'x-a': 'b' },
      body: 'tea 🫖',
    } as const
    expect(await safeFetch(request, anywhere)).toMatchObject({
      status: 418,
      headers: { 'x-kind': 'teapot' },
      text: 'short and stout',
    })
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/pots?n=1',
        headers: expect.objectContaining({ 'x-a': 'b', 'content-length': '8' }),
        body: 'tea 🫖',
      },
    ])
  })

  it('does not follow a redirect', async () => {
    const { url, requests } = await receiver((response) => {
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await safeFetch({ url }, anywhere)).toMatchObject({
      status: 302,
      headers: { location: '/elsewhere' },
    })
    expect(requests).toHaveLength(1)
  })

  it('reads 64 KB of an answer without end, and hangs up', async () => {
    let hungUp = false
    const { url } = await receiver(async (response) => {
      response.once('close', () => (hungUp = true))
      while (!hungUp) {
        response.write('x'.repeat(10_000))
        await sleep(1)
      }
    })
    expect(await safeFetch({ url }, anywhere)).toMatchObject({ status: 200, text: 'x'.repeat(64 * 1024) })
    await expect.poll(() => hungUp).toBe(true)
  })

  it('gives an answer whose text never ends when the time is over', async () => {
    const { url } = await receiver((response) => void response.write('begun'))
    expect(await safeFetch({ url }, { ...anywhere, timeoutMs: 200 })).toMatchObject({
      status: 200,
      text: 'begun',
    })
  })
})

describe('a request that gets no answer tells why', () => {
  it('when the server is silent', async () => {
    const port = await rawServer(() => undefined)
    const started = performance.now()
    const answer = await safeFetch({ url: `http://127.0.0.1:${port}` }, { ...anywhere, timeoutMs: 200 })
    expect(answer).toMatchObject({ problem: 'timeout' })
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('when looking up the name takes too long', async () => {
    const options = { ...anywhere, timeoutMs: 100, resolve: () => new Promise<never>(() => undefined) }
    expect(await safeFetch({ url: 'http://slow.example' }, options)).toMatchObject({ problem: 'timeout' })
  })

  it('when nothing listens', async () => {
    const { url, close } = await openReceiver()
    await close()
    expect(await safeFetch({ url }, anywhere)).toMatchObject({ problem: 'connection_refused' })
  })

  it('when the server hangs up', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.destroy()))
    expect(await safeFetch({ url: `http://127.0.0.1:${port}` }, anywhere)).toMatchObject({
      problem: 'connection_reset',
    })
  })

  it('when the server does not speak HTTP', async () => {
    const port = await rawServer((socket) =>
      socket.on('error', () => undefined).end('220 mail.example ESMTP\r\n'),
    )
    expect(await safeFetch({ url: `http://127.0.0.1:${port}` }, anywhere)).toMatchObject({
      problem: 'invalid_answer',
    })
  })

  it('when the server does not speak TLS', async () => {
    const { port } = await receiver()
    expect(await safeFetch({ url: `https://127.0.0.1:${port}` }, anywhere)).toMatchObject({
      problem: 'tls_failed',
    })
  })

  it('when the name does not exist', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    const answer = await safeFetch({ url: 'http://nowhere.example' }, { ...onlyPublic, resolve })
    expect(answer).toMatchObject({ problem: 'dns_lookup_failed', detail: 'ENOTFOUND' })
  })

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'nonsense', ''])(
    'when the address is %s',
    async (url) => {
      expect(await safeFetch({ url }, anywhere)).toMatchObject({ problem: 'invalid_url' })
    },
  )
})

describe('a request that must stay out of private networks', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.0x1:PORT/',
    'http://017700000001:PORT/',
    'http://①②⑦.⓪.⓪.①:PORT/',
    'http://0:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[0:0:0:0:0:ffff:7f00:1]:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://user:password@127.0.0.1:PORT/',
  ])('does not go to %s', async (address) => {
    const { port, requests } = await receiver(undefined, { host: '0.0.0.0' })
    const answer = await safeFetch({ url: address.replace('PORT', String(port)) }, onlyPublic)
    expect(answer).toMatchObject({ problem: 'private_address' })
    expect(requests).toEqual([])
  })

  it.each([
    ['leads in', ['10.0.0.1', '127.0.0.1']],
    ['leads in as well as out', ['2606:4700:4700::1111', '8.8.8.8', '127.0.0.1']],
  ])('does not go where a public name %s', async (_how, addresses) => {
    const { port, requests } = await receiver()
    const resolve = async () => addresses.map(at)
    const answer = await safeFetch({ url: `http://intranet.example:${port}` }, { ...onlyPublic, resolve })
    expect(answer).toMatchObject({ problem: 'private_address' })
    expect(requests).toEqual([])
  })

  it('connects to the address that was checked, though the name has another one by then', async () => {
    const checked = await receiver()
    const later = await receiver(undefined, { host: '127.0.0.2', port: checked.port })
    const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.2']
    const resolve = async () => [at(answers.shift() ?? '127.0.0.2')]
    const answer = await safeFetch(
      { url: `http://rebinding.example:${checked.port}` },
      { ...anywhere, resolve },
    )
    expect(answer).toMatchObject({ status: 200 })
    expect([checked.requests.length, later.requests.length, answers.length]).toEqual([1, 0, 2])
  })
})
