import { sql } from 'kysely'
import type { IdentityRulesData, IdentityRulesVersion } from '../../../model/identity-rules.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database, Trx } from '../../platform/relational/index.ts'
import { advanceIdentityVersion } from '../identity/known-identities.ts'
import { lockIdentity } from '../identity/identity-lock.ts'
import { findDraft } from './drafts.ts'
import { currentVersion, findVersion } from './rule-versions.ts'

/**
 * Has the draft hold from now on; a job brings people up to date. Throws `conflict` when its effect has not been looked
 * at, when it is another draft, or when other rules have come to hold since it was made.
 */
export async function applyDraft(
  db: Database,
  actor: Actor,
  { revision, note }: { revision: number; note: string },
): Promise<IdentityRulesVersion> {
  return db.transaction().execute(async (trx) => {
    const draft = await findDraft(trx)
    if (!draft) throw fail('not_found', 'There is no draft.')
    if (draft.revision !== revision)
      throw fail(
        'conflict',
        'Somebody else changed the draft in the meantime. Reload to see what it says now.',
      )
    if (draft.state !== 'evaluated')
      throw fail('conflict', 'See what the draft would change before you apply it.')
    if (draft.base !== (await currentVersion(trx)))
      throw fail(
        'conflict',
        'Other rules were applied since this draft was made. Save it again to compare with those.',
      )
    await sql`delete from identity_draft`.execute(trx)
    return adopt(trx, actor, { rules: draft.rules, note, restores: null })
  })
}

/** Has the rules of an earlier version hold again, as a new version. Throws `not_found`, and `conflict` when they hold. */
export async function rollBack(
  db: Database,
  actor: Actor,
  { to, note }: { to: number; note: string },
): Promise<IdentityRulesVersion> {
  return db.transaction().execute(async (trx) => {
    if (to === (await currentVersion(trx))) throw fail('conflict', 'These are the rules that hold already.')
    const { rules } = await findVersion(trx, to)
    return adopt(trx, actor, { rules, note, restores: to })
  })
}

type Adopted = { rules: IdentityRulesData; note: string; restores: number | null }

/** No batch is resolved by the old rules from here on: batches wait for this lock, and look which version holds. */
async function adopt(
  trx: Trx,
  actor: Actor,
  { rules, note, restores }: Adopted,
): Promise<IdentityRulesVersion> {
  await lockIdentity(trx)
  await sql`update identity_rule_versions set finished_at = now() where finished_at is null`.execute(trx)
  const version = (await currentVersion(trx)) + 1
  await sql`
    insert into identity_rule_versions (version, rules, note, by, restores, total)
    values (${version}, ${JSON.stringify(rules)}::jsonb, ${note}, ${actor.name}, ${restores}, (select count(*) from identifiers))`.execute(
    trx,
  )
  await advanceIdentityVersion(trx)
  await audit(trx, actor, {
    action: restores === null ? 'identity_rules.applied' : 'identity_rules.rolled_back',
    subject: { type: 'identity_rules', id: String(version), name: `Version ${version}` },
    details: { note, restores },
  })
  return findVersion(trx, version)
}
