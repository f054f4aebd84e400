import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { uuidFrom } from '../../platform/uuid-from.ts'

const PURPOSE = 'form-page'
/** Nobody reads a form, fills it in and sends it within this time. */
const QUICKEST_MS = 2_000
const WORTH_MS = 24 * 60 * 60_000

type Needs = { secrets: Secrets; clock: Clock }

/** What a page of a form carries: when it was asked for, and a number that only this page has. */
export function newPageToken({ secrets, clock }: Needs, form: string): string {
  const said = `${clock.now()}.${randomBytes(12).toString('base64url')}`
  return `${said}.${secrets.fingerprint(PURPOSE, `${form}.${said}`)}`
}

/** `id` is the same whenever the same page is sent in. */
export type PageToken = { id: string; state: 'fine' | 'quick' } | { state: 'old' | 'forged' }

/** Reads what a page carried back. */
export function readPageToken({ secrets, clock }: Needs, form: string, token: string): PageToken {
  const [at = '', nonce = '', mark = ''] = token.split('.')
  const right = Buffer.from(secrets.fingerprint(PURPOSE, `${form}.${at}.${nonce}`))
  const given = Buffer.from(mark)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { state: 'forged' }
  const age = clock.now() - Number(at)
  if (age > WORTH_MS) return { state: 'old' }
  return {
    id: uuidFrom(createHash('sha256').update(`${form}.${nonce}`).digest()),
    state: age < QUICKEST_MS ? 'quick' : 'fine',
  }
}
