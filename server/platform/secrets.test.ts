import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSecrets, secretsFrom } from './secrets.ts'
import { engines, openTestPlatform, type TestPlatform } from './testing/index.ts'

const master = Buffer.alloc(32, 1)
const secrets = secretsFrom(master)
const others = secretsFrom(Buffer.alloc(32, 2))
const REFUSED = /authenticat|initialization vector/i

describe('what is derived from a secret', () => {
  it.each(['', 'plain', 'Zoë 🧡', 'x'.repeat(100_000)])('opens what it sealed', (text) => {
    expect(secrets.open(secrets.seal(text))).toBe(text)
    expect(secretsFrom(master).open(secrets.seal(text))).toBe(text)
  })

  it('seals the same text differently each time, and never readably', () => {
    const [first, second] = [secrets.seal('the same text'), secrets.seal('the same text')]
    expect(first.equals(second)).toBe(false)
    expect(first.includes('the same text')).toBe(false)
  })

  it.each(['secret', ''])(
    'does not open what was changed in any byte, cut short, or sealed under another secret',
    (text) => {
      const sealed = secrets.seal(text)
      for (let index = 0; index < sealed.length; index++) {
        const changed = Buffer.from(sealed)
        changed[index]! ^= 1
        expect(() => secrets.open(changed)).toThrow(REFUSED)
      }
      for (let length = 0; length < sealed.length; length++)
        expect(() => secrets.open(sealed.subarray(0, length))).toThrow(REFUSED)
      expect(() => others.open(sealed)).toThrow(REFUSED)
    },
  )

  it('has one key of 32 bytes for each purpose', () => {
    expect(secrets.derive('identifiers')).toHaveLength(32)
    expect(secretsFrom(master).derive('identifiers')).toEqual(secrets.derive('identifiers'))
    expect(secrets.derive('sessions')).not.toEqual(secrets.derive('identifiers'))
    expect(others.derive('identifiers')).not.toEqual(secrets.derive('identifiers'))
  })

  it('has one fingerprint for each text and purpose', () => {
    const fingerprint = secrets.fingerprint('keys', 'kith_abc')
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(secretsFrom(master).fingerprint('keys', 'kith_abc')).toBe(fingerprint)
    const different = [
      secrets.fingerprint('keys', 'kith_abd'),
      secrets.fingerprint('other', 'kith_abc'),
      others.fingerprint('keys', 'kith_abc'),
    ]
    expect(new Set([fingerprint, ...different]).size).toBe(4)
  })
})

describe.each(engines)('the secret of an installation on the %s engine', (engine) => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
  })
  afterAll(() => platform.close())

  const stored = async () =>
    (
      await sql<{ value: string }>`select value from settings where key = 'secret'`.execute(platform.db)
    ).rows.map(({ value }) => value)

  it('is made once, also when several processes start at the same time', async () => {
    await sql`delete from settings where key = 'secret'`.execute(platform.db)
    const all = await Promise.all([1, 2, 3, 4].map(() => loadSecrets(platform.db, undefined)))
    const keys = new Set(
      [...all, await loadSecrets(platform.db, undefined)].map((one) => one.derive('x').toString('hex')),
    )
    expect(keys.size).toBe(1)
    expect(Buffer.from((await stored())[0] ?? '', 'base64')).toHaveLength(32)
  })

  it('does not touch the database when it is given', async () => {
    await sql`delete from settings where key = 'secret'`.execute(platform.db)
    const given = await loadSecrets(platform.db, 'given by the environment, 32 characters')
    expect(given.derive('x')).toEqual(
      secretsFrom(Buffer.from('given by the environment, 32 characters')).derive('x'),
    )
    expect(await stored()).toEqual([])
  })
})
