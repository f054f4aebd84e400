import { createHmac, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32
const SECRET_PREFIX = 'whsec_'

/** Makes a signing secret as Standard Webhooks writes it: `whsec_` and base64. */
export function createSigningSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

type Signed = { id: string; at: number; body: string; secret: string }

/**
 * The headers that prove who sent this body: those of Standard Webhooks, which also cover the id and the time (`at`
 * in ms), and the `X-Signature` that receivers made for Segment's webhooks check.
 */
export function signatureHeaders({ id, at, body, secret }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    'x-signature': createHmac('sha1', secret).update(body).digest('hex'),
  }
}
