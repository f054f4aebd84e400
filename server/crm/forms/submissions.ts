import { sql } from 'kysely'
import { z } from 'zod'
import type { Form, Submission, SubmissionState } from '../../../model/form.ts'
import type { Page } from '../../../model/page.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findForm } from './forms.ts'
import { takeIn } from './send-in.ts'
import { findSent } from './confirm.ts'

const position = z.tuple([z.iso.datetime(), z.uuid()])

type Query = {
  form: string
  state: SubmissionState | undefined
  limit: number
  cursor: string | undefined
}
type Row = Omit<Submission, 'at' | 'confirmed_at'> & { at: Date; confirmed_at: Date | null }

/** What was sent in with a form, the latest first. */
export async function listSubmissions(
  db: Queryable,
  { form, state, limit, cursor }: Query,
): Promise<Page<Submission>> {
  const [at, id] = cursor ? decodeCursor(cursor, position) : []
  const after = id === undefined ? sql`true` : sql`(s.at, s.id) < (${at}::timestamptz, ${id}::uuid)`
  const { rows } = await sql<Row>`
    select s.id, s.state, s.answers, s.context, s.spam_reason, s.at, s.confirmed_at, i.person_id,
      (select r.id from records r where r.id = s.lead_id and r.deleted_at is null) as lead_id
    from form_submissions s left join identifiers i on i.id = s.person_ref
    where s.form_id = ${form}::uuid and ${after} and ${state === undefined ? sql`true` : sql`s.state = ${state}`}
    order by s.at desc, s.id desc limit ${limit + 1}`.execute(db)
  const { data, next } = pageFrom(rows, limit, (row) => [row.at.toISOString(), row.id])
  return { data: data.map(toSubmission), next }
}

/** Takes in what was wrongly taken for spam. Throws `not_found`, and `conflict` when it is none. */
export async function acceptSubmission(
  platform: Platform,
  actor: Actor,
  { form: formId, id }: { form: string; id: string },
): Promise<void> {
  await platform.db.transaction().execute(async (trx) => {
    const form: Form = await findForm(trx, formId)
    const sent = await findSent(trx, { form: formId, id })
    if (!sent) throw fail('not_found', 'Nothing with this id was sent in.')
    if (sent.state !== 'spam') throw fail('conflict', 'This is not taken for spam.')
    const at = new Date(platform.clock.now())
    await takeIn(trx, platform, { ...sent, id, form, isConfirmed: false, at })
    await sql`update form_submissions set spam_reason = null where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, {
      action: 'form.submission_accepted',
      subject: { type: 'form', id: formId, name: form.name },
      details: { submission: id },
    })
  })
}

function toSubmission({ at, confirmed_at, ...row }: Row): Submission {
  return { ...row, at: at.toISOString(), confirmed_at: confirmed_at?.toISOString() ?? null }
}
