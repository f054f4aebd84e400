import { compare, type KnownIdentifier } from './identifiers.ts'

/** One event's statement: these identifiers were named together. The first is the strongest, the event's owner. */
export type IdentityFact = {
  identifiers: [KnownIdentifier, ...KnownIdentifier[]]
  /** Milliseconds since 1970. */
  at: number
  sourceId: string
  messageId: string
  /** That others speak of somebody does not say that they were here. */
  isHearsay?: boolean
}

/** `lastSeen` is 0 when nothing says that they were here. */
export type SeenIdentifier = KnownIdentifier & { firstSeen: number; lastSeen: number }

export type SeenLink = {
  a: string
  b: string
  sourceId: string
  messageId: string
  firstSeen: number
}

/** What a batch of facts says, each identifier and each link once. Links go from the strongest identifier to each other one. */
export function collectEvidence(facts: IdentityFact[]): { identifiers: SeenIdentifier[]; links: SeenLink[] } {
  const identifiers = new Map<string, SeenIdentifier>()
  const links = new Map<string, SeenLink>()
  for (const fact of facts) {
    for (const identifier of fact.identifiers) noteIdentifier(identifiers, identifier, fact)
    const [owner, ...others] = fact.identifiers
    for (const other of others) noteLink(links, owner.id, other.id, fact)
  }
  return { identifiers: [...identifiers.values()], links: [...links.values()] }
}

/** Names a link in a map. */
export function linkKey({ a, b }: { a: string; b: string }): string {
  return `${a} ${b}`
}

function noteIdentifier(
  seen: Map<string, SeenIdentifier>,
  identifier: KnownIdentifier,
  { at, isHearsay = false }: IdentityFact,
): void {
  const known = seen.get(identifier.id)
  const lastSeen = isHearsay ? 0 : at
  if (!known) {
    seen.set(identifier.id, { ...identifier, firstSeen: at, lastSeen })
    return
  }
  known.firstSeen = Math.min(known.firstSeen, at)
  known.lastSeen = Math.max(known.lastSeen, lastSeen)
}

function noteLink(seen: Map<string, SeenLink>, a: string, b: string, fact: IdentityFact): void {
  const key = linkKey({ a, b })
  const known = seen.get(key)
  const { at, sourceId, messageId } = fact
  if (!known) {
    seen.set(key, { a, b, sourceId, messageId, firstSeen: at })
    return
  }
  const isFirst = at < known.firstSeen || (at === known.firstSeen && compare(messageId, known.messageId) < 0)
  if (isFirst) Object.assign(known, { firstSeen: at, sourceId, messageId })
}
