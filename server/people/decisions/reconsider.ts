import { sql } from 'kysely'
import { z } from 'zod'
import type { Trx } from '../../platform/relational/index.ts'

/** Identifiers whose group is to be resolved anew, with when each was last seen (ms), and the decisions because of which. */
export type Reconsideration = { identifiers: ReadonlyMap<string, number>; decisions: readonly string[] }

export const nothingToReconsider: Reconsideration = { identifiers: new Map(), decisions: [] }

const saved = z.object({ identifiers: z.record(z.uuid(), z.number()), decisions: z.array(z.uuid()) })

/** All that events of Kith itself ask to reconsider, together. */
export function readReconsiderations(events: unknown[]): Reconsideration {
  const found = events.flatMap((event) => saved.safeParse(event).data ?? [])
  return {
    identifiers: new Map(found.flatMap(({ identifiers }) => Object.entries(identifiers))),
    decisions: found.flatMap(({ decisions }) => decisions),
  }
}

/** Notes that people are as these decisions say. */
export async function settleDecisions(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update identity_decisions set settled_at = now() where id = any(${ids}::uuid[])`.execute(trx)
}
