import { sql } from 'kysely'
import type { IdentityDecision } from '../../../model/identity.ts'
import type { Explanation } from '../../../model/person.ts'
import { requireReadable, visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { linkKey } from '../identity/evidence.ts'
import type { NodeState } from '../identity/judge-state.ts'
import type { Refusal } from '../identity/resolve-group.ts'
import { linkSentence, nameOf } from './link-sentence.ts'
import { listDecisions } from '../decisions/decisions.ts'
import { sourceNames } from '../profiles/trait-provenance.ts'

const SHOWN_LINKS = 500

type Node = { id: string; type: string; value: string; person_id: string; first_seen: Date; state: NodeState }
type Link = {
  a: string
  b: string
  source_id: string
  message_id: string
  first_seen: Date
  refusal: Refusal
}

/** How often events under the identifier `a` named `b` too, and when last (ms). */
export type EvidenceCount = { a: string; b: string; count: number; lastSeen: number }

export type ExplainedPerson = { id: string; countEvidence: (owners: string[]) => Promise<EvidenceCount[]> }

/**
 * Why a person is one person: identifiers, the links that bind them, those refused with their reason. Null when unknown or
 * not visible; links to people whom the caller does not see are left out. Throws `forbidden` when e-mail is hidden. The
 * events themselves say how often; `countEvidence` asks them.
 */
export async function explainPerson(
  db: Queryable,
  caller: Actor,
  { id, countEvidence }: ExplainedPerson,
): Promise<Explanation | null> {
  requireReadable(caller, 'people', ['email'])
  const { rows: mine } = await sql<Node>`
    select i.id, i.type, i.value, i.person_id, i.first_seen, i.state
    from identifiers me join identifiers i on i.person_id = me.person_id join people p on p.id = me.person_id
    where me.id = ${id}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  const personId = mine[0]?.person_id
  if (!personId) return null
  const ids = mine.map((node) => node.id)
  const all = await linksOf(db, ids)
  const counts = await countEvidence([...new Set(all.map(({ a }) => a))])
  const nodes = [...mine, ...(await neighbours(db, caller, { mine, links: all }))]
  const known: Known = {
    byId: new Map(nodes.map((node) => [node.id, node])),
    counts: new Map(counts.map((count) => [linkKey(count), count])),
    sources: await sourceNames(db),
  }
  const links = all.filter(({ a, b }) => known.byId.has(a) && known.byId.has(b))
  const decisions = (await listDecisions(db, id)).filter(({ kind }) => kind === 'same')
  return {
    id: personId,
    identifiers: nodes.map(({ first_seen, ...node }) => ({
      ...node,
      first_seen: first_seen.toISOString(),
      mine: node.person_id === personId,
    })),
    links: [
      ...decisions.map((decision) => explainDecision(decision, known)),
      ...links.map((link) => explainLink(link, known)),
    ],
    former_ids: ids.filter((one) => one !== personId),
  }
}

type Known = {
  byId: Map<string, Node>
  counts: Map<string, EvidenceCount>
  sources: Map<string, string>
}

function explainDecision(
  { id, side_a, side_b, decided_by, decided_at, reason }: IdentityDecision,
  { byId }: Known,
): Explanation['links'][number] {
  const [from = '', to = ''] = [side_a[0], side_b[0]]
  const because = reason ? `: ${reason}` : ''
  return {
    from,
    to,
    accepted: true,
    sentence: `${decided_by} decided that ${nameOf(byId.get(from))} and ${nameOf(byId.get(to))} are one person${because}.`,
    source: decided_by,
    message_id: id,
    first_seen: decided_at,
    last_seen: decided_at,
    count: 1,
  }
}

function explainLink(link: Link, { byId, counts, sources }: Known): Explanation['links'][number] {
  const firstSeen = link.first_seen.getTime()
  // The event is on its way to the warehouse while people know of it already.
  const { count, lastSeen } = counts.get(linkKey(link)) ?? { count: 1, lastSeen: firstSeen }
  const source = sources.get(link.source_id) ?? 'a removed source'
  return {
    from: link.a,
    to: link.b,
    accepted: link.refusal === null,
    sentence: linkSentence(link.refusal, { a: byId.get(link.a), b: byId.get(link.b), source, count }),
    source,
    message_id: link.message_id,
    first_seen: link.first_seen.toISOString(),
    last_seen: new Date(lastSeen).toISOString(),
    count,
  }
}

async function linksOf(db: Queryable, ids: string[]): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select a, b, source_id, message_id, first_seen, refusal from identity_links
    where a = any(${ids}::uuid[]) or b = any(${ids}::uuid[])
    order by first_seen limit ${SHOWN_LINKS}`.execute(db)
  return rows
}

async function neighbours(
  db: Queryable,
  caller: Actor,
  { mine, links }: { mine: Node[]; links: Link[] },
): Promise<Node[]> {
  const known = new Set(mine.map(({ id }) => id))
  const others = [...new Set(links.flatMap(({ a, b }) => [a, b]).filter((id) => !known.has(id)))]
  const { rows } = await sql<Node>`
    select i.id, i.type, i.value, i.person_id, i.first_seen, i.state
    from identifiers i join people p on p.id = i.person_id
    where i.id = any(${others}::uuid[]) and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  return rows
}
