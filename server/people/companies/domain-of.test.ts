import { expect, test } from 'vitest'
import { domainOf } from './domain-of.ts'
import { describeCompany } from './store-companies.ts'

test.each([
  ['acme.com', 'acme.com'],
  [' HTTPS://www.Acme.com/about?x=1 ', 'acme.com'],
  ['www.acme.co.uk:8080/', 'acme.co.uk'],
  ['http://acme.com.', 'acme.com'],
  ['https://BÜCHER.example/laden', 'bücher.example'],
  ['www.com', 'www.com'],
])('%j names the domain %s', (written, domain) => {
  expect(domainOf(written)).toBe(domain)
})

test.each(['', 'localhost', '10.0.0.1', 'no domain at all', 'http://', 'a..b', `${'a.'.repeat(200)}com`])(
  '%j names no domain',
  (written) => {
    expect(domainOf(written)).toBeNull()
  },
)

test('a company whose website is written as an address has its bare domain', () => {
  const traits = { website: { v: 'https://www.acme.com/en', t: 0, s: 's', m: 'm' } }
  expect(describeCompany('acme', traits)).toEqual({ name: null, domain: 'acme.com', search: 'acme.com acme' })
})
