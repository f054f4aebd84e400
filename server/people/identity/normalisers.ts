import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { IdentifierNormaliser } from '../../../model/identity-words.ts'

/** Makes the same of every way to write a value (trimmed); null when it is none of this kind. */
type Normalise = (value: string, country: string | null) => string | null

const EMAIL = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/
const MAX_PHONE_CHARACTERS = 40

export const normalisers: Record<IdentifierNormaliser, Normalise> = {
  none: (value) => value,
  lower_case: (value) => value.toLowerCase(),
  email: emailOf,
  email_provider: (value) => withoutTags(emailOf(value)),
  phone: (value, country) => {
    if (value.length > MAX_PHONE_CHARACTERS) return null
    const known = country && isSupportedCountry(country) ? country : undefined
    const number = parsePhoneNumberFromString(value, known)
    return number?.isPossible() ? number.number : null
  },
}

function emailOf(value: string): string | null {
  const lower = value.toLowerCase()
  return EMAIL.test(lower) ? lower : null
}

type Provider = { domain?: string; dots?: true; tag: '+' | '-' }

/** Providers that deliver to one mailbox what differs in this, as their help pages say. */
const providers: Record<string, Provider> = {
  'gmail.com': { dots: true, tag: '+' },
  'googlemail.com': { domain: 'gmail.com', dots: true, tag: '+' },
  'outlook.com': { tag: '+' },
  'hotmail.com': { tag: '+' },
  'live.com': { tag: '+' },
  'icloud.com': { tag: '+' },
  'me.com': { domain: 'icloud.com', tag: '+' },
  'fastmail.com': { tag: '+' },
  'proton.me': { tag: '+' },
  'protonmail.com': { domain: 'proton.me', tag: '+' },
  'yahoo.com': { tag: '-' },
}

function withoutTags(email: string | null): string | null {
  if (email === null) return null
  const at = email.lastIndexOf('@')
  const [mailbox, domain] = [email.slice(0, at), email.slice(at + 1)]
  const provider = providers[domain]
  if (!provider) return email
  const plain = mailbox.split(provider.tag)[0]!
  const name = provider.dots ? plain.replaceAll('.', '') : plain
  return name === '' ? email : `${name}@${provider.domain ?? domain}`
}
