import { beforeAll, describe, expect, it } from 'vitest'
import { domainsOf, openWorkAddresses, type ReadWorkAddress } from './work-address.ts'

let read: ReadWorkAddress
beforeAll(async () => {
  read = await openWorkAddresses()
})

describe('a work address', () => {
  it.each([
    ['ana@acme.com', { host: 'acme.com', domain: 'acme.com' }],
    ['ana@eu.acme.co.uk', { host: 'eu.acme.co.uk', domain: 'acme.co.uk' }],
    ['ana@some.github.io', { host: 'some.github.io', domain: 'some.github.io' }],
    ['ana@xn--mnchen-3ya.de', { host: 'münchen.de', domain: 'münchen.de' }],
    ['"a@b"@acme.com', { host: 'acme.com', domain: 'acme.com' }],
  ])('%s is one', (email, found) => expect(read(email)).toEqual(found))

  it.each([
    'ana@gmail.com',
    'ana@t-online.de',
    'ana@mailinator.com',
    'ana@localhost',
    'ana@co.uk',
    'ana@10.1.2.3',
    'ana',
  ])('%s is none', (email) => expect(read(email)).toBeNull())
})

describe('the domains by which a company may be known', () => {
  it('are the host and what is above it, down to what was registered', () => {
    expect(domainsOf({ host: 'a.eu.acme.co.uk', domain: 'acme.co.uk' })).toEqual([
      'a.eu.acme.co.uk',
      'eu.acme.co.uk',
      'acme.co.uk',
    ])
  })
})
