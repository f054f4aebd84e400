import { sql } from 'kysely'
import type { IdentityEffect, IdentityRulesData } from '../../../model/identity-rules.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { compileRules, type IdentityRules } from '../identity/rules.ts'
import { comparePage, type PageComparison } from './compare-page.ts'
import { addEffects, noEffect } from './effects.ts'

/** Rules that nobody resolves by. */
const UNSAVED = -1

type Evaluation = {
  rules: IdentityRulesData
  revision: number
  cursor: string | null
  effect: IdentityEffect | null
}

/**
 * Finds out what the draft would change, page by page; each page is kept, so that a run that was cut off goes on where
 * it ended. Ends early when the draft is changed, thrown away or no longer to be evaluated.
 */
export async function evaluateDraft({ db, logger }: Platform, isStopped: () => boolean): Promise<void> {
  const compiled = new Map<number, IdentityRules>()
  while (!isStopped()) {
    const evaluation = await findEvaluation(db)
    if (!evaluation) return
    const { revision, cursor } = evaluation
    const rules = compiled.get(revision) ?? compileRules(evaluation.rules, UNSAVED)
    compiled.set(revision, rules)
    try {
      await keepPage(db, evaluation, await comparePage(db, { rules, after: cursor }))
    } catch (error) {
      logger.error({ err: error }, 'The effect of a draft of the identity rules could not be worked out')
      await noteFailure(db, revision, error)
    }
  }
}

async function findEvaluation(db: Queryable): Promise<Evaluation | null> {
  const { rows } = await sql<Evaluation>`
    select rules, revision, cursor, effect from identity_draft where state = 'evaluating'`.execute(db)
  return rows[0] ?? null
}

/** Keeps what a page showed, unless another process was faster. */
async function keepPage(db: Queryable, { revision, cursor, effect }: Evaluation, page: PageComparison) {
  const known = addEffects(effect ?? noEffect(), page.effect)
  const state = page.last === null ? 'evaluated' : 'evaluating'
  await sql`
    update identity_draft set effect = ${JSON.stringify(known)}::jsonb, state = ${state},
      cursor = coalesce(${page.last}::uuid, cursor), done = done + ${page.identifiers},
      total = greatest(total, done + ${page.identifiers})
    where state = 'evaluating' and revision = ${revision} and cursor is not distinct from ${cursor}::uuid`.execute(
    db,
  )
}

async function noteFailure(db: Queryable, revision: number, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  await sql`
    update identity_draft set state = 'failed', error = ${reason}
    where state = 'evaluating' and revision = ${revision}`.execute(db)
}
