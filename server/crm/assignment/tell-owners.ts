import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { notify } from '../notifications/notify.ts'
import type { Owner } from './next-owner.ts'

type Given = { object: string; owners: Owner[]; at: Date }

/** Tells those who got records by rules how many, once each. `owners` names one for every record. */
export async function tellOwners(
  trx: Trx,
  actor: Pick<Actor, 'id' | 'name'>,
  { object, owners, at }: Given,
): Promise<void> {
  const counts = new Map<string, number>()
  for (const { id } of owners) counts.set(id, (counts.get(id) ?? 0) + 1)
  const news = [...counts].map(([user_id, count]) => ({
    user_id,
    kind: 'assigned' as const,
    title: count === 1 ? `Another ${object} is yours` : `${count} more ${object}s are yours`,
    text: 'By the assignment rules.',
    actor_name: actor.name,
    subject_type: object,
    subject_id: '',
  }))
  await notify(
    trx,
    news.filter(({ user_id }) => user_id !== actor.id),
    at,
  )
}
