import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Webhook, WebhookVerificationError } from 'svix'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../platform/paths.ts'
import { createSigningSecret, signatureHeaders } from './signatures.ts'

const body = JSON.stringify({ event: 'Segment Entered', name: 'Zoë 🐦' })
const secret = createSigningSecret()
const sign = (at = Date.now()) => signatureHeaders({ id: 'msg_1', at, body, secret })

describe('the signature of a message', () => {
  it('is what a Standard Webhooks library accepts', () => {
    expect(new Webhook(secret).verify(body, sign())).toEqual(JSON.parse(body))
  })

  it.each([
    ['another body', () => new Webhook(secret).verify(`${body} `, sign())],
    ['another secret', () => new Webhook(createSigningSecret()).verify(body, sign())],
    ['another id', () => new Webhook(secret).verify(body, { ...sign(), 'webhook-id': 'msg_2' })],
    ['another time', () => new Webhook(secret).verify(body, { ...sign(), 'webhook-timestamp': '1' })],
    ['a time long ago', () => new Webhook(secret).verify(body, sign(Date.now() - 3_600_000))],
  ])('is refused with %s', (_what, verify) => {
    expect(verify).toThrow(WebhookVerificationError)
  })

  it('covers the body with the whole secret for receivers of the older kind', () => {
    expect(sign()['x-signature']).toBe(createHmac('sha1', secret).update(body, 'utf8').digest('hex'))
  })

  it('has the value that another implementation computed', () => {
    const headers = signatureHeaders({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: 1_614_265_330_000,
      body: '{"test": 2432232314}',
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    })
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('rests on a secret of 32 random bytes', () => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(createSigningSecret()).not.toBe(secret)
  })
})

describe('the code in the guide', () => {
  it('accepts what is signed and refuses what is not', async () => {
    const verify = await verifyOfGuide()
    expect(verify(body, sign(), secret)).toEqual(JSON.parse(body))
    expect(() => verify(`${body} `, sign(), secret)).toThrow('not signed')
    expect(() => verify(body, sign(), createSigningSecret())).toThrow('not signed')
    expect(() => verify(body, { ...sign(), 'webhook-signature': 'v1,x v2,y' }, secret)).toThrow('not signed')
    expect(() => verify(body, sign(Date.now() - 3_600_000), secret)).toThrow('too old')
  })
})

type Verify = (rawBody: string, headers: Record<string, string>, secret: string) => unknown

async function verifyOfGuide(): Promise<Verify> {
  const guide = await readFile(join(packageRoot, 'docs/guides/webhooks.md'), 'utf8')
  const code = /```js runnable\n([^]*?)```/.exec(guide)?.[1]
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-guide-'))
  try {
    await writeFile(join(folder, 'verify.mjs'), code ?? '')
    const loaded: { verify: Verify } = await import(pathToFileURL(join(folder, 'verify.mjs')).href)
    return loaded.verify
  } finally {
    await rm(folder, { recursive: true })
  }
}
