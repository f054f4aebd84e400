import { sql } from 'kysely'
import type { AssignedObject, AssignmentRule, AssignmentWay } from '../../../model/assignment.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { notify } from '../notifications/notify.ts'
import { conditionOfRule, knownRows } from './known-rows.ts'
import { nextOwner, type Owner } from './next-owner.ts'
import { listRules } from './rules.ts'

export type Place = { object: AssignedObject; id: string; name: string; at: Date }
/** Who got a record, and by which rule. */
export type Assigned = { owner: Owner; rule: string }

/** How a way of choosing is called where a record says why it is somebody's. */
const wayWords: Record<AssignmentWay['kind'], string> = {
  round_robin: 'in turn',
  by_load: 'fewest open records',
  territory: 'by territory',
  fixed: 'always the same person',
}
const tables = { lead: sql`records`, deal: sql`deals` } satisfies Record<AssignedObject, unknown>

/**
 * Gives a new record that nobody owns to whom the first rule that matches says, in the transaction that makes it, and tells
 * them. A rule of whom nobody takes new records is passed over. Null when no rule gives an owner.
 */
export async function assignOwner(trx: Trx, actor: Actor, place: Place): Promise<Assigned | null> {
  const assigned = await assignQuietly(trx, place)
  if (assigned && assigned.owner.id !== actor.id) await tellOwner(trx, actor, place, assigned)
  return assigned
}

/** The same without a word to the owner, for whom many at once would be as many notifications. */
export async function assignQuietly(trx: Trx, place: Place): Promise<Assigned | null> {
  const rules = await activeRules(trx, place.object)
  if (rules.length === 0) return null
  const known = await knownRows(trx, place.object)
  for (const rule of rules) {
    const { rows } = await sql`
      select from ${known.source.table} r
      where r.id = ${place.id}::uuid and ${known.source.base} and ${conditionOfRule(known, rule.filter)}`.execute(
      trx,
    )
    const owner = rows.length > 0 ? await nextOwner(trx, rule, { known, id: place.id }) : null
    if (owner) return giveTo(trx, { place, rule, owner })
  }
  return null
}

/** The rules that are asked, in their order. */
export async function activeRules(trx: Trx, object: AssignedObject): Promise<AssignmentRule[]> {
  return (await listRules(trx, object)).filter(({ active }) => active)
}

type Gift = { place: Place; rule: AssignmentRule; owner: Owner }

async function giveTo(trx: Trx, { place, rule, owner }: Gift): Promise<Assigned> {
  const { object, id, at } = place
  await sql`
    update ${tables[object]} set owner_id = ${owner.id}, owner_name = ${owner.name} where id = ${id}::uuid`.execute(
    trx,
  )
  await sql`
    insert into assignments (object, record_id, rule_id, rule_name, way, user_id, at)
    values (${object}, ${id}, ${rule.id}, ${rule.name}, ${wayWords[rule.way.kind]}, ${owner.id}, ${at})
    on conflict (object, record_id) do update set rule_id = excluded.rule_id, rule_name = excluded.rule_name,
      way = excluded.way, user_id = excluded.user_id, at = excluded.at`.execute(trx)
  return { owner, rule: rule.name }
}

async function tellOwner(
  trx: Trx,
  actor: Actor,
  { object, id, name, at }: Place,
  { owner, rule }: Assigned,
): Promise<void> {
  const news = {
    user_id: owner.id,
    kind: 'assigned',
    title: `The ${object} ${name} is yours`,
    text: `By the rule “${rule}”.`,
    actor_name: actor.name,
    subject_type: object,
    subject_id: id,
  } as const
  await notify(trx, [news], at)
}
