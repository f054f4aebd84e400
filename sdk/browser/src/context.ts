import type { CategoryPreferences } from './consent.ts'
import type { Json } from './json.ts'
import type { PageInfo } from './pages.ts'

/** Set by the build from package.json. */
declare const KITH_VERSION: string

/** What is known beside the page's own address and the browser. */
export interface Circumstances {
  page: PageInfo
  groupId: string | null
  preferences: CategoryPreferences | null
  droppedEvents: number
}

/** The circumstances of an event in the shape servers of this protocol expect as `context`. */
export function buildContext({ page, groupId, preferences, droppedEvents }: Circumstances): Json {
  const campaign = readCampaign(page.search)
  return {
    library: { name: 'kith.js', version: KITH_VERSION },
    page,
    userAgent: navigator.userAgent,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
    ...(campaign && { campaign }),
    ...(preferences && consentContext(preferences)),
    ...(groupId && { groupId }),
    ...(droppedEvents && { droppedEvents }),
  }
}

/** The part of the context that says what the visitor agreed to. */
export function consentContext(preferences: CategoryPreferences): Json {
  return { consent: { categoryPreferences: preferences } }
}

/** The address's `utm_*` parameters; `utm_campaign` is the campaign's name. Null when there are none. */
function readCampaign(search: string): Record<string, string> | null {
  const campaign: Record<string, string> = {}
  new URLSearchParams(search).forEach((value, key) => {
    if (!key.startsWith('utm_') || !value) return
    const name = key.slice('utm_'.length)
    campaign[name === 'campaign' ? 'name' : name] = value
  })
  return Object.keys(campaign).length ? campaign : null
}
