/** What a page may set, as an object for `createKith` or as `data-*` attributes of the script. */
export interface Options {
  /** The write key of the source these events belong to. */
  writeKey: string
  /** Where Kith answers, for example `https://kith.example.com`. */
  host: string
  /** `required`: nothing is stored or sent before `consent()` says yes. */
  consent?: 'required' | 'optional'
  /** The category this tracking falls under; without it any accepted category will do. */
  consentCategory?: string
  /** Treat a browser's Global Privacy Control as a refusal until `consent()` says otherwise. */
  respectGpc?: boolean
  /** Record a page view when the script starts. Default true. */
  autoPage?: boolean
  /** Record a page view whenever the address changes without a page load. */
  spa?: boolean
  /** Send as soon as this many events wait. Default 20. */
  flushAt?: number
  /** Send at the latest this many milliseconds after an event. Default 1,000. */
  flushInterval?: number
  /** Domain of the cookies. Default the widest the browser accepts; an empty text keeps them to this host. */
  cookieDomain?: string
}

export interface Settings extends Required<Omit<Options, 'consentCategory' | 'cookieDomain'>> {
  consentCategory: string | undefined
  cookieDomain: string | undefined
}

const FLUSH_AT_EVENTS = 20
const FLUSH_INTERVAL_MS = 1_000

/** Fills in what the page left out and puts the rest into one form. */
export function withDefaults(options: Options): Settings {
  return {
    writeKey: options.writeKey,
    host: options.host.replace(/\/+$/, ''),
    consent: options.consent ?? 'optional',
    consentCategory: options.consentCategory,
    respectGpc: options.respectGpc ?? false,
    autoPage: options.autoPage ?? true,
    spa: options.spa ?? false,
    flushAt: options.flushAt || FLUSH_AT_EVENTS,
    flushInterval: options.flushInterval || FLUSH_INTERVAL_MS,
    cookieDomain: options.cookieDomain,
  }
}

/** Reads the `data-*` attributes of the script's own tag; null when it has no write key. */
export function optionsFromScript(script: HTMLScriptElement): Options | null {
  const { writeKey, host, consent, consentCategory, cookieDomain, ...flags } = script.dataset
  if (!writeKey) return null
  return {
    writeKey,
    host: host || (script.src ? new URL('.', script.src).href : location.origin),
    consent: consent === 'required' ? 'required' : 'optional',
    ...(consentCategory && { consentCategory }),
    ...(cookieDomain !== undefined && { cookieDomain }),
    respectGpc: isOn(flags.respectGpc, false),
    autoPage: isOn(flags.autoPage, true),
    spa: isOn(flags.spa, false),
    flushAt: Number(flags.flushAt),
    flushInterval: Number(flags.flushInterval),
  }
}

function isOn(attribute: string | undefined, otherwise: boolean): boolean {
  return attribute === undefined ? otherwise : attribute !== 'false'
}
