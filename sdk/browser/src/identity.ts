import { uuid } from './ids.ts'
import { isObject, parseObject, type Json } from './json.ts'
import type { Store } from './storage.ts'

/** Whom this browser's events are about, as far as the page has said. */
export interface User {
  anonymousId: string
  userId: string | null
  traits: Json
}

export interface Visitor extends User {
  groupId: string | null
}

export interface Identity {
  current(): Visitor
  identify(userId: string | null, traits: Json): void
  joinGroup(groupId: string): void
  setAnonymousId(anonymousId: string): void
  reset(): void
  /** Writes everything again, so that the visitor is kept from now on and the cookies' year begins anew. */
  save(): void
}

const ANONYMOUS_ID = 'kith_anonymous_id'
const USER_ID = 'kith_user_id'
const DETAILS = 'kith_visitor'

/** The visitor, read from the store at each call so that all tabs of a site agree at once. */
export function createIdentity(store: Store): Identity {
  function read(): Visitor {
    const anonymousId = store.getShared(ANONYMOUS_ID)
    if (!anonymousId) return write(newVisitor(uuid()))
    const userId = store.getShared(USER_ID) || null
    const details = parseObject(store.get(DETAILS))
    // Another subdomain may have changed the shared ids; traits kept here would then be someone else's.
    if (details?.anonymousId !== anonymousId || details.userId !== userId) {
      return { ...newVisitor(anonymousId), userId }
    }
    return {
      anonymousId,
      userId,
      traits: isObject(details.traits) ? details.traits : {},
      groupId: typeof details.groupId === 'string' ? details.groupId : null,
    }
  }

  function write(visitor: Visitor): Visitor {
    store.setShared(ANONYMOUS_ID, visitor.anonymousId)
    store.setShared(USER_ID, visitor.userId ?? '')
    store.set(DETAILS, JSON.stringify(visitor))
    return visitor
  }

  return {
    current: read,
    identify(userId, traits) {
      const known = read()
      const isSomeoneElse = userId !== null && known.userId !== null && userId !== known.userId
      const before = isSomeoneElse ? newVisitor(known.anonymousId) : known
      write({ ...before, userId: userId ?? known.userId, traits: { ...before.traits, ...traits } })
    },
    joinGroup: (groupId) => void write({ ...read(), groupId }),
    setAnonymousId: (anonymousId) => void write({ ...read(), anonymousId }),
    reset: () => void write(newVisitor(uuid())),
    save: () => void write(read()),
  }
}

function newVisitor(anonymousId: string): Visitor {
  return { anonymousId, userId: null, traits: {}, groupId: null }
}
