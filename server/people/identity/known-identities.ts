import { sql } from 'kysely'
import { RecentMap } from '../../platform/recent-map.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { compare } from './identifiers.ts'

const REMEMBERED = 250_000
/** When somebody was seen last is written again only after this: a busy visitor would rewrite his row with every batch. */
export const SEEN_AGAIN_MS = 60_000

type Identity = { personId: string; firstSeen: number }
type FirstEvidence = { at: number; messageId: string }
/** From when to when something is on record as seen, in ms. */
type Span = { first: number; last: number }

/** What a transaction found out; it counts when that transaction is committed. */
export type Learned = {
  identities: Map<string, Identity>
  links: Map<string, FirstEvidence>
  spans: Map<string, Span>
  version: number
  /** The version of the rules that hold in this transaction. */
  rulesVersion: number
}

/** What is remembered of earlier batches, and where to note what this one learns. */
export type Memory = { known: KnownIdentities; learned: Learned }

/**
 * Remembers what the database knows of the identifiers, links, people and companies met lately: most events say nothing
 * that was not known before, and cost no query then. `identity_version` grows with every change of who is who, so that
 * what somebody else changed is noticed at the beginning of the next batch.
 */
export class KnownIdentities {
  private readonly identities = new RecentMap<string, Identity>(REMEMBERED)
  private readonly links = new RecentMap<string, FirstEvidence>(REMEMBERED)
  private readonly spans = new RecentMap<string, Span>(REMEMBERED)
  private version = -1

  /** Begins a transaction that holds the lock on identities. Gives what it learns, to be kept once it is committed. */
  async begin(trx: Trx): Promise<Learned> {
    const { rows } = await sql<{ version: number; rules: number }>`
      select version, (select coalesce(max(version), 0) from identity_rule_versions) as rules
      from identity_version`.execute(trx)
    const { version = 0, rules = 0 } = rows[0] ?? {}
    if (version !== this.version) this.forget()
    return { identities: new Map(), links: new Map(), spans: new Map(), version, rulesVersion: rules }
  }

  /** Whose this identifier is, and since when it is known; undefined when that is not remembered. */
  identity(id: string): Identity | undefined {
    return this.identities.get(id)
  }

  /** True when evidence of this link that is as early is on record: then this says nothing new. */
  hasEvidence(link: string, { at, messageId }: FirstEvidence): boolean {
    const known = this.links.get(link)
    if (!known) return false
    return known.at < at || (known.at === at && compare(known.messageId, messageId) <= 0)
  }

  /** True when it is on record that this person, company or member was seen then. */
  hasSpan(key: string, { first, last }: Span): boolean {
    const known = this.spans.get(key)
    return known !== undefined && known.first <= first && last <= known.last + SEEN_AGAIN_MS
  }

  /** Keeps what a committed transaction learned. */
  keep({ identities, links, spans, version }: Learned): void {
    for (const [id, identity] of identities) this.identities.set(id, identity)
    for (const [key, first] of links) this.links.set(key, first)
    for (const [key, span] of spans) this.spans.set(key, span)
    this.version = version
  }

  private forget(): void {
    this.identities.clear()
    this.links.clear()
    this.spans.clear()
  }
}

/** From when to when a fact says that something was seen. */
export function spanOf({ firstSeen, lastSeen }: { firstSeen: number; lastSeen: number }): Span {
  return { first: firstSeen, last: lastSeen }
}

/** Tells every process that who is who has changed, in the transaction that changes it. Gives the new version. */
export async function advanceIdentityVersion(trx: Trx): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    update identity_version set version = version + 1 returning version`.execute(trx)
  return rows[0]?.version ?? 0
}
