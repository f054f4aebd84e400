import { firstObject, needId, parseIdentify, parsePage, toId } from './calls.ts'
import { withDefaults, type Options } from './config.ts'
import { CONSENT_KEY, createConsent, type CategoryPreferences } from './consent.ts'
import { createIdentity, type User } from './identity.ts'
import type { Json } from './json.ts'
import { createPages } from './pages.ts'
import { createRecorder, type Parts, type Recorder } from './recorder.ts'
import { createStore } from './storage.ts'
import { quietly, warnOnce } from './warn.ts'

/** The calls a page can make. None of them throws. */
export interface Kith {
  /** Says who the visitor is, or more about them. Another user id than before forgets the former user's traits. */
  identify(traits: Json): void
  identify(userId?: string | number | null, traits?: Json): void
  /** Something the visitor did. */
  track(event: string, properties?: Json): void
  /** A page view: `page()`, `page(name)`, `page(category, name)`, each with properties after it. */
  page(properties: Json): void
  page(name?: string | null, properties?: Json): void
  page(category: string | null, name: string | null, properties?: Json): void
  /** Puts the visitor into a company or another group. */
  group(groupId: string | number, traits?: Json): void
  /** Says that a former id, by default the present one, is the same person as this user id. */
  alias(userId: string | number, previousId?: string | number): void
  /** Forgets the visitor, for example at sign-out; a new anonymous id takes over. */
  reset(): void
  /** Records the visitor's choice for each category. */
  consent(categoryPreferences: CategoryPreferences): void
  /** Calls back once the script is there, which it is. Of use in calls that wait for it. */
  ready(callback: () => void): void
  /** Whom the events are about. */
  user(): User
  setAnonymousId(anonymousId: string): void
  /** Sends what waits now; settles when it is sent or has to be tried again. Never rejects. */
  flush(): Promise<void>
  /** Makes a call given as a list: `push(['track', 'Signed Up'])`. */
  push(call: Call): void
}

/** A call as data, the form in which calls wait for the script: its name and its arguments. */
export type Call = [name: string, ...args: unknown[]]

/** Starts tracking: makes the calls that waited, then records the page views it was asked to record by itself. */
export function createKith(options: Options, waiting: Call[] = []): Kith {
  const settings = withDefaults(options)
  const store = createStore(settings.cookieDomain)
  const consent = createConsent(settings)
  const pages = createPages()
  const identity = createIdentity(store)
  const parts = { settings, store, consent, pages, identity }
  const recorder = createRecorder(parts)
  const kith = createCalls(parts, recorder)

  consent.onChoiceElsewhere(() => obeyConsent(parts, recorder, 'keep'))
  obeyConsent(parts, recorder, 'keep')
  identity.save()
  for (const call of waiting) kith.push(call)
  const isPageCalled = waiting.filter(isCall).some(([name]) => name === 'page')
  if (settings.autoPage && !isPageCalled) pages.onShown(() => kith.page())
  if (settings.spa) pages.onNavigation(() => kith.page())
  return kith
}

/** Two tabs that waited have a visitor each; the one whose tab has the visitor's answer replaces the other. */
function obeyConsent({ store, consent }: Parts, recorder: Recorder, existing: 'replace' | 'keep'): void {
  const state = consent.state()
  if (state === 'refused') store.forget(CONSENT_KEY)
  if (state !== 'granted') return
  store.persist(existing)
  recorder.release()
}

function createCalls(parts: Parts, recorder: Recorder): Kith {
  const { identity, consent, pages } = parts
  const { record, flush } = recorder
  const calls = {
    identify: quietly((...args) => {
      const { userId, traits } = parseIdentify(args)
      identity.identify(userId, traits)
      record('identify', { traits })
    }),
    track: quietly((event, properties) => {
      const name = needId(event, 'track needs the name of an event')
      record('track', { event: name, properties: firstObject([properties]) })
    }),
    page: quietly((...args) => {
      const { properties, ...named } = parsePage(args)
      record('page', { ...named, properties: { ...pages.current(), ...properties } })
    }),
    group: quietly((...args) => {
      const groupId = needId(args[0], 'group needs an id')
      identity.joinGroup(groupId)
      record('group', { groupId, traits: firstObject(args) })
    }),
    alias: quietly((id, formerId) => {
      const userId = needId(id, 'alias needs a user id')
      const known = identity.current()
      record('alias', { userId, previousId: toId(formerId) ?? known.userId ?? known.anonymousId })
    }),
    reset: quietly(() => identity.reset()),
    consent: quietly((preferences) => {
      consent.choose(firstObject([preferences]))
      obeyConsent(parts, recorder, 'replace')
      identity.save()
      consent.remember()
    }),
    ready: quietly((callback) => typeof callback === 'function' && callback()),
    setAnonymousId: quietly((id) => identity.setAnonymousId(needId(id, 'setAnonymousId needs an id'))),
    flush,
    user(): User {
      const { anonymousId, userId, traits } = identity.current()
      return { anonymousId, userId, traits }
    },
  }
  const byName = new Map<string, (...args: unknown[]) => unknown>(Object.entries(calls))
  const push = quietly((call) => {
    const [name, ...args] = isCall(call) ? call : [String(call)]
    const method = byName.get(name)
    if (method) method(...args)
    else warnOnce(`there is no call named ${name}`)
  })
  return { ...calls, push }
}

/** The list of calls that wait is the page's own work, and may hold anything. */
function isCall(value: unknown): value is Call {
  return Array.isArray(value) && typeof value[0] === 'string'
}
