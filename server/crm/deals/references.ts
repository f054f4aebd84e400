import { sql } from 'kysely'
import type { Pipeline, Stage } from '../../../model/deal.ts'
import { visibleTo } from '../../access/index.ts'
import { strongestFirst } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

/**
 * The identifier to keep a deal of this person under: the strongest, the oldest of its type. A person's id may later
 * belong to a device alone; who signs in keeps the user id. Throws `validation_failed` for an unknown person.
 */
export async function requirePersonRef(db: Queryable, caller: Actor, personId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select o.id from identifiers i join identifiers o on o.person_id = i.person_id join people p on p.id = i.person_id
    where i.id = ${personId}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}
    order by ${strongestFirst} limit 1`.execute(db)
  if (!rows[0]) throw invalidField('person_id', 'There is no person with this id.')
  return rows[0].id
}

/** Throws `validation_failed` for an unknown company. */
export async function requireCompany(db: Queryable, caller: Actor, companyId: string): Promise<void> {
  const { rows } = await sql`
    select from companies c where c.id = ${companyId}::uuid and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    for key share`.execute(db)
  if (rows.length === 0) throw invalidField('company_id', 'There is no company with this id.')
}

/** Throws `validation_failed` for an unknown user. */
export async function requireOwner(db: Queryable, userId: string): Promise<void> {
  const { rows } = await sql`select from users where id = ${userId} for key share`.execute(db)
  if (rows.length === 0) throw invalidField('owner_id', 'There is no user with this id.')
}

/** The stage of this pipeline. Throws `validation_failed` when it is not one of them. */
export function requireStage(pipeline: Pipeline, stageId: string): Stage {
  const stage = pipeline.stages.find(({ id }) => id === stageId)
  if (!stage) throw invalidField('stage_id', `The pipeline "${pipeline.name}" has no stage with this id.`)
  return stage
}
