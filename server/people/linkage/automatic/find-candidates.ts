import { sql } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { IdentityRules } from '../../identity/rules.ts'
import { MATCHING } from '../review/decide-pair.ts'

/** A pair that nobody decided, from the linking threshold on; `a` and `b` are the people of today. */
export type Candidate = { id: string; a: string; b: string; probability: number; isAllowed: boolean }

type Row = Omit<Candidate, 'isAllowed'> & { types: Record<string, number> }

/**
 * The surest pairs that may be linked without being asked about, best first. Left out are people whom somebody keeps apart, and those of
 * whom a link is not settled yet: then the rules have not seen all of them. Pairs that together would have more identifiers of a type than the rules of who is who allow are not allowed.
 */
export async function findCandidates(
  db: Queryable,
  { rules, from, limit }: { rules: IdentityRules; from: number; limit: number },
): Promise<Candidate[]> {
  const { rows } = await sql<Row>`
    with unsettled as materialized (
      select unnest(array[i.person_id, j.person_id]) as person
      from linkage_labels l join identity_decisions d on d.id = l.decision_id and d.revoked_at is null
        join identifiers i on i.id = l.a join identifiers j on j.id = l.b
      where l.actor_id = ${MATCHING} and l.decision = 'same' and i.person_id <> j.person_id
        and l.decided_at > now() - interval '1 hour'
    ), surest as materialized (
      select p.id, p.weight, p.probability, x.id as a, y.id as b
      from linkage_pairs p
        left join identifiers i on i.id = p.a join people x on x.id = coalesce(i.person_id, p.a)
        left join identifiers j on j.id = p.b join people y on y.id = coalesce(j.person_id, p.b)
      where p.state = 'proposed' and p.probability >= ${from}::float8 and x.id <> y.id
        and not exists (select from linkage_labels l where l.a = p.a and l.b = p.b)
        and not exists (select from unsettled u where u.person in (x.id, y.id))
      order by p.weight desc, p.id limit ${limit}
    )
    select s.id, s.a, s.b, s.probability, (
      select jsonb_object_agg(t.type, t.count) from (
        select type, count(*) from identifiers where person_id in (s.a, s.b) group by type
      ) t
    ) as types
    from surest s
    where not exists (
      select from identifiers i join identity_decision_members m on m.identifier_id = i.id
        join identity_decisions d on d.id = m.decision_id and d.kind = 'different' and d.revoked_at is null
        join identity_decision_members n on n.decision_id = d.id
        join identifiers o on o.id = n.identifier_id and o.person_id = s.b
      where i.person_id = s.a
    )
    order by s.weight desc, s.id`.execute(db)
  return rows.map(({ types, ...pair }) => ({
    ...pair,
    isAllowed: Object.entries(types).every(([type, count]) => count <= rules.ruleOf(type).limit),
  }))
}
