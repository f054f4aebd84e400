/** What an identifier tells of, which decides when it ceases to join people. */
export const standsForKinds = ['person', 'household', 'device'] as const
export type StandsFor = (typeof standsForKinds)[number]

export const standsForWords: Record<StandsFor, { name: string; sentence: string }> = {
  person: {
    name: 'One person',
    sentence: 'Joins whoever gives it, until more users give it than one person can be.',
  },
  household: {
    name: 'A household',
    sentence:
      'Joins until it is given with different users or different e-mail addresses, as a family’s phone is.',
  },
  device: { name: 'A device', sentence: 'Joins until several users sign in on it.' },
}

export const limitWindows = ['ever', 'year', 'month', 'week'] as const
export type LimitWindow = (typeof limitWindows)[number]

const DAY_MS = 86_400_000

/** Within how many milliseconds values count together; null: always. */
export const windowMs: Record<LimitWindow, number | null> = {
  ever: null,
  year: 365 * DAY_MS,
  month: 30 * DAY_MS,
  week: 7 * DAY_MS,
}

export const windowWords: Record<LimitWindow, string> = {
  ever: 'altogether',
  year: 'new within a year',
  month: 'new within 30 days',
  week: 'new within 7 days',
}

export const identifierNormalisers = ['none', 'lower_case', 'email', 'email_provider', 'phone'] as const
export type IdentifierNormaliser = (typeof identifierNormalisers)[number]

export const normaliserWords: Record<IdentifierNormaliser, { name: string; sentence: string }> = {
  none: { name: 'As it is', sentence: 'Only spaces around it are taken away.' },
  lower_case: { name: 'Lower case', sentence: 'AB-12 and ab-12 are the same.' },
  email: { name: 'E-mail', sentence: 'Lower case; what is no address names nobody.' },
  email_provider: {
    name: 'E-mail by provider',
    sentence: 'Also without dots at Gmail, and without what stands behind + where providers ignore it.',
  },
  phone: { name: 'Phone', sentence: 'International form, so that 020 7946 0958 is +442079460958.' },
}
