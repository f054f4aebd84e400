import { sql } from 'kysely'
import type { LinkagePair, PairDecision } from '../../../../model/linkage.ts'
import { audit } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import { prepareDecision, prepareRevocation, type DecisionContext } from '../../decisions/decide.ts'
import { requirePeople } from '../../owners/require-person.ts'
import { findPair } from './list-pairs.ts'

type Label = { decision: PairDecision; decision_id: string | null; actor_id: string | null }

const REASON = 'Decided among possible duplicates'

/** Who links without being asked, where somebody allowed it; its decisions are no labels to measure the model by. */
export const MATCHING = 'matching'

/**
 * What a reviewer says of a pair holds from then on: the same are merged, the different stay two whatever comes, and
 * either can be taken back. It is a label, too, by which the model is measured. Throws `conflict` when it is decided
 * already, by somebody else or otherwise.
 */
export async function decidePair(
  ctx: DecisionContext,
  { id, decision, reason = REASON }: { id: string; decision: PairDecision; reason?: string },
): Promise<LinkagePair> {
  const { platform, actor } = ctx
  const pair = await findPair(platform.db, actor, id)
  await requirePeople(platform.db, actor, { ids: [pair.a.id, pair.b.id], action: 'edit' })
  const former = await findLabel(platform.db, id)
  if (former?.decision === decision) return pair
  if (former?.decision_id) throw fail('conflict', 'This pair is decided already. Take that back first.')
  const write =
    decision === 'unsure'
      ? null
      : await prepareDecision(ctx, { kind: decision, id: pair.a.id, other: pair.b.id, reason })
  await platform.db.transaction().execute(async (trx) => {
    await sql`select from linkage_pairs where id = ${id}::uuid for update`.execute(trx)
    const meanwhile = await findLabel(trx, id)
    if (meanwhile?.decision_id) throw fail('conflict', 'Somebody else has just decided this pair.')
    await saveLabel(trx, ctx, { id, decision, decisionId: (await write?.(trx)) ?? null })
    await auditPair(trx, ctx, { pair, action: 'linkage.decided', decision })
  })
  return { ...pair, state: decision }
}

/** Takes back what was said of a pair, and whatever came of it; it waits to be decided again. */
export async function undecidePair(ctx: DecisionContext, id: string): Promise<LinkagePair> {
  const { platform, actor } = ctx
  const pair = await findPair(platform.db, actor, id)
  await requirePeople(platform.db, actor, { ids: [pair.a.id, pair.b.id], action: 'edit' })
  const label = await findLabel(platform.db, id)
  if (!label)
    throw fail('conflict', 'Nothing was decided about this pair, or it has been taken back already.')
  const write = label.decision_id ? await revocationOf(ctx, label) : null
  // The two become two again a moment later, in the pipeline: until then they make no pair that could be read.
  return platform.db.transaction().execute(async (trx) => {
    await write?.(trx)
    await auditPair(trx, ctx, { pair, action: 'linkage.decision_revoked', decision: label.decision })
    if (label.actor_id === MATCHING) return { ...pair, state: await doubt(trx, ctx, id) }
    await sql`
      delete from linkage_labels l using linkage_pairs p
      where p.id = ${id}::uuid and l.a = p.a and l.b = p.b`.execute(trx)
    const { rows } = await sql<Pick<LinkagePair, 'state'>>`
      update linkage_pairs p set updated_at = now(),
        state = case when p.probability >= (m.settings ->> 'linkAt')::float8 then 'proposed' else 'waiting' end
      from linkage_models m where m.id = p.model_id and p.id = ${id}::uuid returning p.state`.execute(trx)
    return { ...pair, state: rows[0]?.state ?? pair.state }
  })
}

/** What was linked automatically and taken back by somebody must not be linked again a moment later. */
async function doubt(trx: Trx, ctx: DecisionContext, id: string): Promise<'unsure'> {
  await saveLabel(trx, ctx, { id, decision: 'unsure', decisionId: null })
  return 'unsure'
}

/** What somebody took back elsewhere, on the page of the person for instance, needs no taking back here. */
async function revocationOf(ctx: DecisionContext, { decision, decision_id }: Omit<Label, 'actor_id'>) {
  const { rows } = await sql<{ is_revoked: boolean }>`
    select revoked_at is not null as is_revoked from identity_decisions where id = ${decision_id}::uuid`.execute(
    ctx.platform.db,
  )
  if (!decision_id || rows[0]?.is_revoked !== false) return null
  return prepareRevocation(ctx, decision_id, decision === 'different')
}

async function findLabel(db: Queryable, pair: string): Promise<Label | undefined> {
  const { rows } = await sql<Label>`
    select l.decision, l.decision_id, l.actor_id from linkage_labels l join linkage_pairs p on l.a = p.a and l.b = p.b
    where p.id = ${pair}::uuid`.execute(db)
  return rows[0]
}

async function saveLabel(
  trx: Trx,
  { actor }: DecisionContext,
  { id, decision, decisionId }: { id: string; decision: PairDecision; decisionId: string | null },
): Promise<void> {
  await sql`
    insert into linkage_labels (a, b, decision, weight, actor_id, actor_name, decision_id)
    select a, b, ${decision}, weight, ${actor.id}, ${actor.name}, ${decisionId}::uuid
    from linkage_pairs where id = ${id}::uuid
    on conflict (a, b) do update set decision = excluded.decision, weight = excluded.weight,
      actor_id = excluded.actor_id, actor_name = excluded.actor_name, decision_id = excluded.decision_id,
      decided_at = now()`.execute(trx)
  await sql`update linkage_pairs set state = ${decision}, updated_at = now() where id = ${id}::uuid`.execute(
    trx,
  )
}

async function auditPair(
  trx: Trx,
  { actor }: DecisionContext,
  { pair, action, decision }: { pair: LinkagePair; action: string; decision: PairDecision },
): Promise<void> {
  const { a, b, id } = pair
  const name = `${a.name ?? 'Unnamed'} and ${b.name ?? 'Unnamed'}`
  const subject = { type: 'linkage_pair', id, name }
  await audit(trx, actor, { action, subject, details: { decision, a: a.id, b: b.id } })
}
