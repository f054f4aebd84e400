import { sql } from 'kysely'
import type { Explanation } from '../../../model/person.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { linkKey } from '../identity/evidence.ts'
import type { NodeState, Refusal } from '../identity/resolve-group.ts'
import { linkSentence } from './link-sentence.ts'
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

/**
 * Why a person is one person: identifiers, the links that bind them, those refused with their reason. Null when unknown.
 * The events themselves say how often; `countEvidence` asks them.
 */
export async function explainPerson(
  db: Queryable,
  id: string,
  countEvidence: (owners: string[]) => Promise<EvidenceCount[]>,
): Promise<Explanation | null> {
  const { rows: mine } = await sql<Node>`
    select i.id, i.type, i.value, i.person_id, i.first_seen, i.state
    from identifiers me join identifiers i on i.person_id = me.person_id where me.id = ${id}::uuid`.execute(
    db,
  )
  const personId = mine[0]?.person_id
  if (!personId) return null
  const links = await linksOf(
    db,
    mine.map((node) => node.id),
  )
  const counts = await countEvidence([...new Set(links.map(({ a }) => a))])
  const countOf = new Map(counts.map((count) => [linkKey(count), count]))
  const nodes = [...mine, ...(await neighbours(db, mine, links))]
  const sources = await sourceNames(db)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return {
    id: personId,
    identifiers: nodes.map(({ first_seen, ...node }) => ({
      ...node,
      first_seen: first_seen.toISOString(),
      mine: node.person_id === personId,
    })),
    links: links.map((link) => {
      const { count, lastSeen } = countOf.get(linkKey(link)) ?? {
        count: 1,
        lastSeen: link.first_seen.getTime(),
      }
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
    }),
    former_ids: mine.map((node) => node.id).filter((one) => one !== personId),
  }
}

async function linksOf(db: Queryable, ids: string[]): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select a, b, source_id, message_id, first_seen, refusal from identity_links
    where a = any(${ids}::uuid[]) or b = any(${ids}::uuid[])
    order by first_seen limit ${SHOWN_LINKS}`.execute(db)
  return rows
}

async function neighbours(db: Queryable, mine: Node[], links: Link[]): Promise<Node[]> {
  const known = new Set(mine.map(({ id }) => id))
  const others = [...new Set(links.flatMap(({ a, b }) => [a, b]).filter((id) => !known.has(id)))]
  const { rows } = await sql<Node>`
    select id, type, value, person_id, first_seen, state from identifiers where id = any(${others}::uuid[])`.execute(
    db,
  )
  return rows
}
