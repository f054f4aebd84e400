import { Secret } from 'otpauth'
import { expect, it } from 'vitest'
import { newTotpSecret, stepOf, totpUri } from './totp.ts'

// RFC 6238, appendix B (SHA-1), the last six of its eight digits.
const secret = Secret.fromLatin1('12345678901234567890').base32

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code of the standard’s example is %s', (seconds, code) => {
  expect(stepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30))
})

it('takes the code of the step before and after, and no other', () => {
  const at = 1_234_567_890_000
  const accepted = [-90, -60, -30, 0, 30, 60, 90].filter(
    (seconds) => stepOf(secret, '005924', at + seconds * 1000) !== null,
  )
  expect(accepted).toEqual([-30, 0, 30])
})

it('gives apps a secret of 160 bits under the name of the installation and the user', () => {
  const fresh = newTotpSecret()
  expect(fresh).toMatch(/^[A-Z2-7]{32}$/)
  const uri = new URL(totpUri(fresh, 'ada@example.com'))
  expect(decodeURIComponent(uri.pathname)).toContain('Kith:ada@example.com')
  expect(uri.searchParams.get('secret')).toBe(fresh)
})
