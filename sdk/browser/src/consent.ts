import type { Settings } from './config.ts'
import { parseObject, type Json } from './json.ts'
import { createStore } from './storage.ts'

/** The visitor's answer for each category the site asks about. */
export type CategoryPreferences = Record<string, boolean>

/** `waiting`: events stay in memory; `refused`: they are dropped. */
export type ConsentState = 'granted' | 'waiting' | 'refused'

export interface Consent {
  preferences(): CategoryPreferences | null
  state(): ConsentState
  /** Takes the page's word for it; whatever is not plainly true is a no. */
  choose(preferences: Json): void
  /** Keeps the choice and tells the other tabs, which is for last: they act on it at once. */
  remember(): void
  /** Calls back when the visitor chooses in another tab of the site. */
  onChoiceElsewhere(callback: () => void): void
}

export const CONSENT_KEY = 'kith_consent'

/** What the visitor chose, remembered in this browser whatever the choice was, so that nobody is asked twice. */
export function createConsent(settings: Settings): Consent {
  const choices = createStore(settings.cookieDomain)
  choices.persist('keep')
  let chosen = readChoice(choices.getShared(CONSENT_KEY))

  return {
    preferences: () => chosen,
    state() {
      if (chosen) return accepts(chosen, settings.consentCategory) ? 'granted' : 'refused'
      if (settings.respectGpc && browserOptsOut()) return 'refused'
      return settings.consent === 'required' ? 'waiting' : 'granted'
    },
    choose(preferences) {
      chosen = toPreferences(preferences)
    },
    remember: () => choices.setShared(CONSENT_KEY, JSON.stringify(chosen)),
    onChoiceElsewhere(callback) {
      addEventListener('storage', (change) => {
        if (change.key !== CONSENT_KEY || !change.newValue) return
        chosen = readChoice(change.newValue)
        callback()
      })
    },
  }
}

function readChoice(text: string | null): CategoryPreferences | null {
  const stored = parseObject(text)
  return stored && toPreferences(stored)
}

function toPreferences(given: Json): CategoryPreferences {
  return Object.fromEntries(Object.entries(given).map(([category, answer]) => [category, answer === true]))
}

function accepts(preferences: CategoryPreferences, category: string | undefined): boolean {
  return category ? preferences[category] === true : Object.values(preferences).includes(true)
}

function browserOptsOut(): boolean {
  return 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true
}
