import { WRITE_KEY } from './open-test-collect.ts'

const authorization = `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`

/** Sends a batch as a client does. */
export function sendBatch(url: string, batch: unknown[]): Promise<Response> {
  return sendBody(url, JSON.stringify({ batch }))
}

/** Sends a batch that is text already. */
export function sendBody(url: string, body: string): Promise<Response> {
  return fetch(`${url}/v1/batch`, {
    method: 'POST',
    body,
    headers: { authorization, 'content-type': 'application/json' },
  })
}
