import { domainToUnicode } from 'node:url'

const LONGEST_HOST = 253
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/** The bare host of what a source wrote as a company's domain or website, without `www.`; null when it names none. */
export function domainOf(written: string): string | null {
  const trimmed = written.trim()
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`
  if (!URL.canParse(address)) return null
  const host = new URL(address).hostname.replace(/\.$/, '').replace(/^www\.(?=[^.]+\.)/, '')
  // In its own letters, as people write and search it.
  return host.length <= LONGEST_HOST && HOST.test(host) ? domainToUnicode(host) || null : null
}
