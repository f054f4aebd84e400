import { readCookie, widestCookieDomain, writeCookie } from './cookies.ts'

/** Every key and cookie of this script starts so; forgetting removes exactly these. */
const PREFIX = 'kith_'

/**
 * Texts by key, in `localStorage` once `persist` was called and in memory before it, and also afterwards for whatever
 * the browser refuses to keep. Shared texts are put into a cookie as well, which the site's subdomains see.
 */
export interface Store {
  get(key: string): string | null
  set(key: string, text: string): void
  remove(key: string): void
  keys(start: string): string[]
  getShared(key: string): string | null
  setShared(key: string, text: string): void
  /**
   * From now on everything outlives the page, what memory holds already included. Where the browser has a text of the
   * same key, that one is replaced or kept.
   */
  persist(existing: 'replace' | 'keep'): void
  /** Removes everything from this browser but one key, and keeps nothing beyond the page from now on. */
  forget(except: string): void
}

/** A store that keeps nothing beyond this page until told to. */
export function createStore(cookieDomain: string | undefined): Store {
  const memory = new Map<string, string>()
  const shared = new Set<string>()
  let persistent = false
  let domain = cookieDomain

  const store: Store = {
    get: (key) => memory.get(key) ?? (persistent ? readLocal(key) : null),
    set(key, text) {
      if (persistent && writeLocal(key, text)) memory.delete(key)
      else memory.set(key, text)
    },
    remove(key) {
      memory.delete(key)
      removeLocal(key)
    },
    keys: (start) =>
      [...memory.keys(), ...(persistent ? localKeys() : [])].filter((key) => key.startsWith(start)),
    getShared: (key) => (persistent ? readCookie(key) : null) ?? store.get(key),
    setShared(key, text) {
      shared.add(key)
      store.set(key, text)
      if (persistent) writeCookie(key, text, (domain ??= widestCookieDomain()))
    },
    persist(existing) {
      persistent = true
      for (const [key, text] of memory) {
        if (existing === 'keep' && readLocal(key) !== null) memory.delete(key)
        else if (shared.has(key)) store.setShared(key, text)
        else store.set(key, text)
      }
    },
    forget(except) {
      persistent = false
      memory.clear()
      for (const key of localKeys()) if (key !== except) removeLocal(key)
      for (const name of cookieNames()) {
        if (name !== except) writeCookie(name, '', (domain ??= widestCookieDomain()), 0)
      }
    },
  }
  return store
}

function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** False when the browser blocks storage or it is full. */
function writeLocal(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text)
    return true
  } catch {
    return false
  }
}

function removeLocal(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Blocked storage has nothing to remove.
  }
}

function localKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  } catch {
    return []
  }
}

function cookieNames(): string[] {
  try {
    return document.cookie.match(/\bkith_\w+/g) ?? []
  } catch {
    return []
  }
}
