import { sql } from 'kysely'
import type { z } from 'zod'
import type { IdentityDraft, identityDraftInput } from '../../../model/identity-rules.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database, Queryable } from '../../platform/relational/index.ts'
import { currentVersion } from './rule-versions.ts'

type Row = Omit<IdentityDraft, 'at'> & { at: Date }

const SUBJECT = { type: 'identity_rules', id: null, name: 'Draft' }
const CHANGED = 'Somebody else changed the draft in the meantime. Reload to see what it says now.'

/** The draft that is being worked on; null when there is none. */
export async function findDraft(db: Queryable): Promise<IdentityDraft | null> {
  const { rows } = await sql<Row>`
    select rules, revision, base, by, at, state, error, done, total, effect from identity_draft`.execute(db)
  const [row] = rows
  return row ? { ...row, at: row.at.toISOString() } : null
}

/** Writes the draft down. Its effect is unknown again. Throws `conflict` when it is not the one that was changed. */
export async function saveDraft(
  db: Database,
  actor: Actor,
  { rules, revision }: z.infer<typeof identityDraftInput>,
): Promise<IdentityDraft> {
  return db.transaction().execute(async (trx) => {
    const base = await currentVersion(trx)
    const { numAffectedRows } = await sql`
      insert into identity_draft as d (rules, revision, base, by)
      select ${JSON.stringify(rules)}::jsonb, ${firstRevision()}::int, ${base}, ${actor.name}
      where ${revision} = 0 or exists (select from identity_draft)
      on conflict (single) do update set
        rules = excluded.rules, revision = d.revision + 1, base = excluded.base, by = excluded.by, at = now(),
        state = 'edited', error = null, cursor = null, done = 0, total = 0, effect = null
        where d.revision = ${revision}`.execute(trx)
    if (numAffectedRows === 0n) throw fail('conflict', CHANGED)
    await audit(trx, actor, { action: 'identity_rules.drafted', subject: SUBJECT })
    return draftOrFail(trx)
  })
}

/** Throws the draft away; throws `not_found` when there is none. */
export async function discardDraft(db: Database, actor: Actor): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`delete from identity_draft`.execute(trx)
    if (numAffectedRows === 0n) throw fail('not_found', 'There is no draft.')
    await audit(trx, actor, { action: 'identity_rules.draft_discarded', subject: SUBJECT })
  })
}

/** Has a job find out what the draft would change. Throws `conflict` when it is another than `revision`. */
export async function startEvaluation(db: Database, actor: Actor, revision: number): Promise<IdentityDraft> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update identity_draft set state = 'evaluating', error = null, cursor = null, done = 0, effect = null,
        total = (select count(*) from identifiers)
      where revision = ${revision}`.execute(trx)
    if (numAffectedRows === 0n) throw fail('conflict', CHANGED)
    await audit(trx, actor, { action: 'identity_rules.evaluated', subject: SUBJECT, details: { revision } })
    return draftOrFail(trx)
  })
}

/** Ends an evaluation that is under way; nothing happens when there is none. */
export async function cancelEvaluation(db: Database, actor: Actor): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update identity_draft set state = 'edited', effect = null, cursor = null, done = 0
      where state = 'evaluating'`.execute(trx)
    if (numAffectedRows === 0n) return
    await audit(trx, actor, { action: 'identity_rules.evaluation_cancelled', subject: SUBJECT })
  })
}

/** Never that of an earlier draft, which somebody may still have before them. */
function firstRevision(): number {
  return Math.floor(Date.now() / 1_000)
}

async function draftOrFail(db: Queryable): Promise<IdentityDraft> {
  const draft = await findDraft(db)
  if (!draft) throw fail('not_found', 'There is no draft.')
  return draft
}
