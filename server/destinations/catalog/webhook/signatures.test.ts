import { createHmac } from 'node:crypto'
import { Webhook } from 'svix'
import { describe, expect, it } from 'vitest'
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
    expect(verify).toThrow()
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
