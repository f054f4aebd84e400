import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Form, FormChange, FormDefinition, FormInput } from '../../../model/form.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

const MOST_FORMS = 500

type Row = Omit<Form, 'last_at' | 'created_at'> & { last_at: Date | null; created_at: Date }

const columns = sql`f.id, f.name, f.open, f.definition, f.version, f.created_at,
  (select count(*) from form_submissions s where s.form_id = f.id and s.state <> 'spam') as submissions,
  (select max(s.at) from form_submissions s where s.form_id = f.id) as last_at`

/** All forms, the newest first. */
export async function listForms(db: Queryable): Promise<Form[]> {
  const { rows } = await sql<Row>`
    select ${columns} from forms f where deleted_at is null order by created_at desc, id`.execute(db)
  return rows.map(toForm)
}

/** Throws `not_found`. */
export async function findForm(db: Queryable, id: string): Promise<Form> {
  const { rows } = await sql<Row>`
    select ${columns} from forms f where id = ${id}::uuid and deleted_at is null`.execute(db)
  if (!rows[0]) throw fail('not_found', 'There is no form with this id.')
  return toForm(rows[0])
}

/** What is needed to show a form or to take an answer; null for one that is not there or closed. */
export async function openForm(
  db: Queryable,
  id: string,
): Promise<{ id: string; name: string; definition: FormDefinition } | null> {
  const { rows } = await sql<{ id: string; name: string; definition: FormDefinition }>`
    select id, name, definition from forms where id = ${id}::uuid and open and deleted_at is null`.execute(db)
  return rows[0] ?? null
}

type Changing = { at: Date; canMail: boolean }

/** Throws `validation_failed`. */
export async function createForm(
  trx: Trx,
  actor: Actor,
  { input, at, canMail }: Changing & { input: FormInput },
): Promise<Form> {
  requireMail(input.definition, canMail)
  const { rows } = await sql<{ count: number }>`
    select count(*) from forms where deleted_at is null`.execute(trx)
  if ((rows[0]?.count ?? 0) >= MOST_FORMS)
    throw invalidField('name', `There are ${MOST_FORMS} forms already.`)
  const id = randomUUID()
  await sql`
    insert into sources (id, name, kind, write_key)
    values (${id}, ${sourceName(input.name)}, 'form', ${randomBytes(24).toString('base64url')})`.execute(trx)
  await sql`
    insert into forms (id, name, open, definition, created_at)
    values (${id}, ${input.name}, ${input.open}, ${JSON.stringify(input.definition)}::jsonb, ${at})`.execute(
    trx,
  )
  return told(trx, actor, { verb: 'created', id })
}

/** Throws `not_found`, `validation_failed`, and `conflict` when somebody else changed it since. */
export async function changeForm(
  trx: Trx,
  actor: Actor,
  { id, change, canMail }: Omit<Changing, 'at'> & { id: string; change: FormChange },
): Promise<Form> {
  await sql`select from forms where id = ${id}::uuid for update`.execute(trx)
  const before = await findForm(trx, id)
  if (change.version !== undefined && change.version !== before.version) throw fail('conflict')
  const { name = before.name, open = before.open, definition = before.definition } = change
  requireMail(definition, canMail)
  await sql`
    update forms set name = ${name}, open = ${open}, definition = ${JSON.stringify(definition)}::jsonb, version = version + 1
    where id = ${id}::uuid`.execute(trx)
  await sql`update sources set name = ${sourceName(name)} where id = ${id}::uuid`.execute(trx)
  return told(trx, actor, { verb: 'changed', id })
}

/** Takes a form away with a date, or puts it back with null; what was sent in stays. Throws `not_found`. */
export async function keepForm(
  trx: Trx,
  actor: Actor,
  { id, deletedAt }: { id: string; deletedAt: Date | null },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    update forms set deleted_at = ${deletedAt}
    where id = ${id}::uuid and (deleted_at is null) = ${deletedAt !== null} returning name`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no form with this id.')
  const action = deletedAt ? 'form.deleted' : 'form.restored'
  await audit(trx, actor, { action, subject: { type: 'form', id, name: rows[0].name }, details: {} })
}

/** Nobody could confirm an address without mail, and everything sent in would wait for ever. */
function requireMail({ double_opt_in }: { double_opt_in: boolean }, canMail: boolean): void {
  if (double_opt_in && !canMail)
    throw invalidField(
      'definition.double_opt_in',
      'There is no mail server to send the links by which addresses are confirmed. Set one under Settings → Mail.',
    )
}

async function told(trx: Trx, actor: Actor, { verb, id }: { verb: 'created' | 'changed'; id: string }) {
  const form = await findForm(trx, id)
  const { name, open, definition } = form
  await audit(trx, actor, {
    action: `form.${verb}`,
    subject: { type: 'form', id, name },
    details: { open, definition },
  })
  return form
}

const sourceName = (name: string) => `Form: ${name}`

function toForm({ last_at, created_at, ...form }: Row): Form {
  return { ...form, last_at: last_at?.toISOString() ?? null, created_at: created_at.toISOString() }
}
