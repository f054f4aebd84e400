import { sql } from 'kysely'
import type { z } from 'zod'
import type { ForecastChanges, forecastChangesQuery } from '../../../model/forecast-changes.ts'
import { forecastSteps as steps, type ForecastStep } from '../../../model/forecast-steps.ts'
import { requireReadable } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { seesAmounts, sliceOf, type Slice } from '../sales/slice.ts'
import { findSnapshots, snapshotOf, type KeptSnapshot } from './find-snapshots.ts'
import { forecastSteps, type Between } from './forecast-steps.ts'

type Query = z.output<typeof forecastChangesQuery>

/** Between which two moments a question is; null as long as there is no snapshot. */
export type Compared = { slice: Slice; since: KeptSnapshot | null; until: KeptSnapshot | null }

/**
 * What changed about the open pipeline of a period since a snapshot, step by step: opening + steps = closing, in deals and in
 * money. Throws `forbidden` for who does not get to see when deals close.
 */
export async function readForecastChanges(
  { db, clock }: Platform,
  caller: Actor,
  query: Query,
): Promise<ForecastChanges> {
  const { slice, since, until } = await comparedBy(db, caller, { query, now: clock.now() })
  const { id, name, currency } = slice.pipeline
  return {
    pipeline: { id, name, currency },
    from: slice.from,
    to: slice.to,
    since: since && shown(since),
    until: until && shown(until),
    steps: since ? await stepsOf(db, { slice, since: since.id, until: until?.id ?? null }) : [],
  }
}

/** Finds the snapshots that a query names. Throws `forbidden`, `validation_failed`. */
export async function comparedBy(
  db: Queryable,
  caller: Actor,
  { query, now }: { query: Query; now: number },
): Promise<Compared> {
  requireReadable(caller, 'deals', ['expected_close_on'])
  const slice = await sliceOf(db, caller, query, now)
  const snapshots = await findSnapshots(db)
  const since = snapshotOf(snapshots, query.since)
  const later = query.until === undefined ? null : snapshotOf(snapshots, query.until)
  return { slice, since, until: later && since && later.id >= since.id ? later : null }
}

async function stepsOf(db: Queryable, between: Between): Promise<ForecastChanges['steps']> {
  const { rows } = await sql<{ step: ForecastStep; deals: number; amount: number }>`
    select step, count(*) as deals, sum(amount)::float8 as amount
    from (${forecastSteps(between)}) s group by step`.execute(db)
  const isShown = seesAmounts(between.slice)
  const listed = steps.filter((step) => isShown || !tellsOfAmounts(step))
  return listed.map((step) => {
    const { deals = 0, amount = 0 } = rows.find((row) => row.step === step) ?? {}
    return { step, count: deals, amount: isShown ? amount : null }
  })
}

/** Whether a step says something about amounts even without one. */
export function tellsOfAmounts(step: ForecastStep): boolean {
  return step === 'raised' || step === 'lowered'
}

function shown({ week, taken_at }: KeptSnapshot) {
  return { week, taken_at }
}
