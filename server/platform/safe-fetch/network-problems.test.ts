import { expect, it } from 'vitest'
import { problemOf } from './network-problems.ts'

const failed = (code: string) => Object.assign(new Error(code), { code })

it.each([
  ['ENOTFOUND', 'dns_lookup_failed'],
  ['EAI_AGAIN', 'dns_lookup_failed'],
  ['ECONNREFUSED', 'connection_refused'],
  ['ECONNRESET', 'connection_reset'],
  ['EPIPE', 'connection_reset'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['EPROTO', 'tls_failed'],
  ['CERT_HAS_EXPIRED', 'tls_failed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_failed'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_failed'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_failed'],
  ['HPE_INVALID_CONSTANT', 'invalid_answer'],
  ['ESOMETHING', 'network_error'],
])('%s is %s', (code, problem) => {
  expect(problemOf(failed(code))).toMatchObject({
    problem,
    detail: code,
    sentence: expect.stringMatching(/\.$/),
  })
})

it('takes the first failure when several addresses of a name were tried', () => {
  const error = new AggregateError([failed('ECONNREFUSED'), failed('ENETUNREACH')])
  expect(problemOf(error)).toMatchObject({ problem: 'connection_refused', detail: 'ECONNREFUSED' })
})

it('has a word for what is no error of the network', () => {
  expect(problemOf('nonsense')).toMatchObject({ problem: 'network_error', detail: null })
})
