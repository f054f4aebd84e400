const ONE_YEAR_S = 31_536_000
const PROBE = 'kith_probe'

/** The cookie's value; null when there is none or cookies are blocked. */
export function readCookie(name: string): string | null {
  try {
    const found = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)
    return found ? decodeURIComponent(found[1]!) : null
  } catch {
    return null
  }
}

/** Sets a first-party cookie for a year. An empty domain means this host only. */
export function writeCookie(name: string, value: string, domain: string, maxAge = ONE_YEAR_S): void {
  const scope = domain && `; domain=${domain}`
  const secure = location.protocol === 'https:' ? '; secure' : ''
  try {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${maxAge}; samesite=lax${scope}${secure}`
  } catch {
    // A sandboxed frame forbids cookies; what is kept elsewhere serves.
  }
}

/** The widest domain on which this page may set a cookie, so that subdomains know the same visitor. */
export function widestCookieDomain(): string {
  const labels = location.hostname.split('.')
  for (let count = 2; count <= labels.length; count++) {
    const domain = labels.slice(-count).join('.')
    writeCookie(PROBE, '1', domain)
    if (readCookie(PROBE)) {
      writeCookie(PROBE, '', domain, 0)
      return domain
    }
  }
  return ''
}
