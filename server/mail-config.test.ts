import { expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { mailServerFrom } from './mail-config.ts'

const options = { from: 'Kith <kith@example.com>', baseUrl: 'https://kith.example.com' }

it.each([
  [
    'smtps://me:se%40cret@mail.example.com',
    { port: 465, security: 'tls', username: 'me', password: 'se@cret' },
  ],
  ['smtp://mail.example.com', { port: 587, security: 'starttls', username: '', password: null }],
  ['smtp://localhost:1025?security=none', { host: 'localhost', port: 1025, security: 'none' }],
])('%s names a mail server', (url, expected) => {
  expect(mailServerFrom(url, options)).toMatchObject(expected)
})

it.each([
  ['Kith <kith@example.com>', { from_name: 'Kith', from_address: 'kith@example.com' }],
  ['"Sales, North" <sales@example.com>', { from_name: 'Sales, North', from_address: 'sales@example.com' }],
  ['sales@example.com', { from_name: 'Kith', from_address: 'sales@example.com' }],
])('%s names whom mail comes from', (from, expected) => {
  expect(mailServerFrom('smtp://localhost', { ...options, from })).toMatchObject(expected)
})

it('says what is wrong', () => {
  expect(() => mailServerFrom('http://localhost', options)).toThrow('KITH_SMTP_URL')
  expect(() => mailServerFrom('smtp://localhost', { ...options, from: 'nobody' })).toThrow('KITH_MAIL_FROM')
  expect(() => readConfig({}, { KITH_SMTP_URL: 'smtp://localhost' })).toThrow('KITH_MAIL_FROM')
})
