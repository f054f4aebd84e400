import { setTimeout as sleep } from 'node:timers/promises'
import type { IdentityDecision } from '../../../model/identity.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findDecision } from './decisions.ts'

const LOOK_MS = 50
/** Behind a long backlog of events it takes longer; whoever decided need not wait for that. */
const PATIENCE_MS = 4_000

/** The decision once people are as it says, or as it is when that takes too long. */
export async function untilSettled(db: Queryable, id: string): Promise<IdentityDecision> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const decision = await findDecision(db, id)
    if (decision.settled || Date.now() > end) return decision
    await sleep(LOOK_MS)
  }
}
