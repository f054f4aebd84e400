import { sql, type RawBuilder } from 'kysely'
import type { AssignedObject } from '../../../model/assignment.ts'
import type { RecordFilter } from '../../../model/record-filter.ts'
import { systemActor } from '../../access/index.ts'
import { KithError } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { StandardColumn } from '../views/list-source.ts'
import { filterOf, knownTo, type Known } from '../views/question.ts'

const shortText = (value: RawBuilder<unknown>): StandardColumn => ({
  kind: 'text',
  value: sql`nullif(lower(left(${value}, 80)), '')`,
  full: sql`lower(${value})`,
})

/** What the person whom a lead or a deal is about is known by: `traits.lead_score`. */
const traits = sql`(select p.traits from identifiers i join people p on p.id = i.person_id where i.id = r.person_ref)`

const segmentOfPerson: StandardColumn = {
  kind: 'relation',
  value: sql`(select m.segment_id from segment_members m join identifiers i on i.person_id = m.member_id
    where i.id = r.person_ref limit 1)`,
  full: sql`r.person_ref in (select i.id from (select segment_id as target_id, member_id from segment_members) x
    join identifiers i on i.person_id = x.member_id where true`,
}

/** What rules may compare of an object: rows `r`, of a lead with what stands beside its record, and traits of the person. */
export async function knownRows(db: Queryable, object: AssignedObject): Promise<Known> {
  const known = await knownTo(db, systemActor, { object })
  const rows = object === 'lead' ? leadRows(known) : {}
  const source = { ...known.source, ...rows, traits }
  return { ...known, source: { ...source, columns: { ...source.columns, segment_id: segmentOfPerson } } }
}

function leadRows({ source }: Known) {
  return {
    table: sql`(select o.*, l.status, l.email, l.phone, l.company_name, l.source, l.score, l.person_ref,
      l.converted_at from records o join leads l on l.id = o.id)`,
    columns: {
      ...source.columns,
      status: { kind: 'exact', value: sql`r.status` },
      email: shortText(sql`r.email`),
      phone: shortText(sql`r.phone`),
      company_name: shortText(sql`r.company_name`),
      source: shortText(sql`r.source`),
      score: { kind: 'number', value: sql`r.score` },
    } satisfies Record<string, StandardColumn>,
  }
}

/** The condition of a rule on row `r`; none for a rule about a field that is gone, which then matches nothing. */
export function conditionOfRule(known: Known, filter: RecordFilter): RawBuilder<unknown> {
  try {
    return filterOf(known, filter)
  } catch (error) {
    if (error instanceof KithError) return sql`false`
    throw error
  }
}
