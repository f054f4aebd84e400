import { sql } from 'kysely'
import type { LinkagePair, PairDecision } from '../../../../model/linkage.ts'
import { audit } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { findPair } from './list-pairs.ts'

/** Writes down what a reviewer says of a pair: a label that later runs keep to and the model is measured by. */
export async function decidePair(
  { db }: Platform,
  actor: Actor,
  { id, decision }: { id: string; decision: PairDecision },
): Promise<LinkagePair> {
  return db.transaction().execute(async (trx) => {
    await sql`select from linkage_pairs where id = ${id}::uuid for update`.execute(trx)
    const pair = await findPair(trx, id)
    await sql`
      insert into linkage_labels (a, b, decision, weight, actor_id, actor_name)
      values (${pair.a.id}, ${pair.b.id}, ${decision}, ${pair.weight}, ${actor.id}, ${actor.name})
      on conflict (a, b) do update set decision = excluded.decision, weight = excluded.weight,
        actor_id = excluded.actor_id, actor_name = excluded.actor_name, decided_at = now()`.execute(trx)
    await sql`update linkage_pairs set state = ${decision}, updated_at = now() where id = ${id}::uuid`.execute(
      trx,
    )
    const subject = {
      type: 'linkage_pair',
      id,
      name: `${pair.a.name ?? 'Unnamed'} and ${pair.b.name ?? 'Unnamed'}`,
    }
    await audit(trx, actor, {
      action: 'linkage.decided',
      subject,
      details: { decision, a: pair.a.id, b: pair.b.id },
    })
    return { ...pair, state: decision }
  })
}
