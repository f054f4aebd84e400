import { domainToUnicode } from 'node:url'
import { parse } from 'tldts'

/** Where an address is: the host after the @, and the part of it that somebody registered. */
export type WorkAddress = { host: string; domain: string }
export type ReadWorkAddress = (email: string) => WorkAddress | null

let opened: Promise<ReadWorkAddress> | undefined

/**
 * Tells work addresses from private ones: null for those at a mail provider, thrown away after use, or at no domain. The
 * lists of those are large and read when they are first asked for.
 */
export function openWorkAddresses(): Promise<ReadWorkAddress> {
  opened ??= load()
  return opened
}

async function load(): Promise<ReadWorkAddress> {
  const [{ default: providers }, { default: disposable }, { default: wildcard }] = await Promise.all([
    import('email-providers/all.json', { with: { type: 'json' } }),
    import('disposable-email-domains/index.json', { with: { type: 'json' } }),
    import('disposable-email-domains/wildcard.json', { with: { type: 'json' } }),
  ])
  const isPrivate = asSet(providers, disposable, wildcard)
  return (email) => {
    const host = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
    // Whoever rents a name at a host of many, such as somebody.github.io, is known by that name.
    const { domain } = parse(host, { allowPrivateDomains: true })
    if (!domain || isPrivate.has(domain) || isPrivate.has(host)) return null
    return { host: domainToUnicode(host) || host, domain: domainToUnicode(domain) || domain }
  }
}

function asSet(...lists: string[][]): ReadonlySet<string> {
  return new Set(lists.flat())
}

/** The domains by which a company may be known to whom this host belongs, the longest first. */
export function domainsOf({ host, domain }: WorkAddress): string[] {
  const labels = host.split('.')
  const own = domain.split('.').length
  return Array.from({ length: labels.length - own + 1 }, (_, index) => labels.slice(index).join('.'))
}
