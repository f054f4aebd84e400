import { describe, expect, it } from 'vitest'
import { outcomeOf } from './outcome.ts'

const NOW = Date.UTC(2026, 0, 1)
const answer = (status: number, { text = '', headers = {} } = {}) => outcomeOf({ status, headers, text }, NOW)

describe('what an answer means', () => {
  it.each([200, 201, 202, 204, 299])('%i is delivered', (status) => {
    expect(answer(status)).toEqual({ result: 'delivered', status })
  })

  it.each([400, 401, 403, 404, 405, 410, 413, 422, 451])('%i is final', (status) => {
    expect(answer(status)).toEqual({ result: 'refused', status, reason: `The server answered ${status}.` })
  })

  it.each([408, 409, 425, 429, 500, 502, 503, 504, 599])('%i is worth another attempt', (status) => {
    expect(answer(status)).toMatchObject({ result: 'later', status })
  })

  it('a redirect is worth another attempt, since the address can be corrected', () => {
    const reason = 'The server redirects to https://new.example/; redirects are not followed.'
    const headers = { location: 'https://new.example/' }
    expect(answer(308, { headers })).toEqual({ result: 'later', status: 308, reason })
  })

  it.each([
    ['120', NOW + 120_000],
    ['Thu, 01 Jan 2026 01:00:00 GMT', NOW + 3_600_000],
  ])('Retry-After "%s" says when', (header, notBeforeMs) => {
    expect(answer(503, { headers: { 'retry-after': header } })).toMatchObject({
      result: 'later',
      notBeforeMs,
    })
  })

  it.each(['soon', ''])('Retry-After "%s" says nothing', (header) => {
    expect(answer(503, { headers: { 'retry-after': header } })).not.toHaveProperty('notBeforeMs')
  })

  it('quotes the beginning of what the server said in one line', () => {
    const text = `<h1>No</h1>\r\n\t\0${'🐦'.repeat(400)}`
    const outcome = answer(400, { text })
    expect(outcome).toMatchObject({
      reason: expect.stringMatching(/^The server answered 400: <h1>No<\/h1> 🐦+/u),
    })
    expect(JSON.stringify(outcome)).not.toMatch(/\\u0000|\\ud83d"/)
  })
})

describe('what a lost request means', () => {
  it.each(['timeout', 'dns_lookup_failed', 'connection_refused', 'tls_failed'] as const)(
    '%s is worth another attempt',
    (problem) => {
      expect(outcomeOf({ problem, sentence: 'It failed.', detail: 'ECODE' }, NOW)).toEqual({
        result: 'later',
        status: null,
        reason: `${problem}: It failed. (ECODE)`,
      })
    },
  )

  it.each(['private_address', 'invalid_url'] as const)('%s is final', (problem) => {
    const outcome = outcomeOf({ problem, sentence: 'No.', detail: null }, NOW)
    expect(outcome).toEqual({ result: 'refused', status: null, reason: `${problem}: No.` })
  })
})
