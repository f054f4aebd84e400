import { expect, it } from 'vitest'
import { draftOf, inputOf, withSecurity } from './mail-draft.ts'

const empty = draftOf({ server: null, by_environment: false, this_address: 'https://kith.example.com' })

it('links lead to where the reader is, unless said otherwise', () => {
  expect(empty.base_url).toBe('https://kith.example.com')
})

it('the port follows the encryption, until somebody chose another', () => {
  expect(withSecurity(empty, 'tls').port).toBe(465)
  expect(withSecurity({ ...empty, port: 2525 }, 'tls').port).toBe(2525)
})

it('a password that was not typed is left as it is', () => {
  expect(inputOf(empty)).not.toHaveProperty('password')
  expect(inputOf({ ...empty, password: 'x' })).toHaveProperty('password', 'x')
})
