import { sql } from 'kysely'
import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { publish } from '../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

/** News that asks the pipeline to resolve some identifiers anew, without an event on anybody's timeline. */
export const RECONSIDER_NEWS = 'identity.reconsider'

const saved = z.object({
  identifiers: z.record(z.uuid(), z.number()),
  decisions: z.array(z.uuid()).default([]),
  /** Which part of bringing people up to date with a version of the rules this is. */
  rules: z.object({ version: z.number(), part: z.number() }).nullable().default(null),
})

/**
 * Identifiers whose group is to be resolved anew, with when each was last seen (ms), and because of what: decisions, or
 * a part of applying a version of the rules.
 */
export type Reconsideration = {
  identifiers: ReadonlyMap<string, number>
  decisions: readonly string[]
  rules: readonly { version: number; part: number }[]
}

export const nothingToReconsider: Reconsideration = { identifiers: new Map(), decisions: [], rules: [] }

/** Asks the pipeline to resolve these identifiers anew, in the transaction of what makes it necessary. */
export async function askToReconsider(db: Queryable, asked: z.input<typeof saved>): Promise<void> {
  await publish(db, [{ type: RECONSIDER_NEWS, payload: { reconsider: asked as JsonObject } }])
}

/** All that Kith itself asks to reconsider in a batch, together. */
export function readReconsiderations(asked: unknown[]): Reconsideration {
  const found = asked.flatMap((one) => saved.safeParse(one).data ?? [])
  return {
    identifiers: new Map(found.flatMap(({ identifiers }) => Object.entries(identifiers))),
    decisions: found.flatMap(({ decisions }) => decisions),
    rules: found.flatMap(({ rules }) => rules ?? []),
  }
}

/** How many identifiers a request means to resolve anew: so much work it is. */
export function reconsideredCount(asked: unknown): number {
  return Object.keys(saved.safeParse(asked).data?.identifiers ?? {}).length
}

/** Notes that people are as these decisions and rules say, and how many people became others by it. */
export async function settleReconsidered(
  trx: Trx,
  { decisions, rules }: Reconsideration,
  regrouped: number,
): Promise<void> {
  if (decisions.length > 0)
    await sql`update identity_decisions set settled_at = now() where id = any(${[...decisions]}::uuid[])`.execute(
      trx,
    )
  for (const [index, { version, part }] of rules.entries())
    await sql`
      update identity_rule_versions set settled = greatest(settled, ${part}),
        regrouped = regrouped + ${index === 0 ? regrouped : 0}
      where version = ${version}`.execute(trx)
}
