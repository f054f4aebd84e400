import type { z } from 'zod'
import type { SalesReport, salesQuery } from '../../../model/sales.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { activitiesDone } from './activities-done.ts'
import { closedDeals } from './closed-deals.ts'
import { openPipeline } from './open-pipeline.ts'
import { rateByAmount, rateOf, velocityOf } from './rates.ts'
import { reasonsClosed } from './reasons-closed.ts'
import { salesByOwner } from './sales-by-owner.ts'
import { salesOverTime } from './sales-over-time.ts'
import { sliceOf } from './slice.ts'
import { stageConversion } from './stage-conversion.ts'
import { timeInStage } from './time-in-stage.ts'

/** How selling goes in a pipeline and period, of the deals that the caller may see. Throws `validation_failed`, `forbidden`. */
export async function readSalesReport(
  { db, clock }: Platform,
  caller: Actor,
  query: z.output<typeof salesQuery>,
): Promise<SalesReport> {
  const slice = await sliceOf(db, caller, query, clock.now())
  const { id, name, currency } = slice.pipeline
  const [closed, stages, conversion, times, overTime, reasons, owners, activities] = await Promise.all([
    closedDeals(db, slice),
    openPipeline(db, slice),
    stageConversion(db, slice),
    timeInStage(db, slice),
    salesOverTime(db, slice),
    reasonsClosed(db, slice),
    salesByOwner(db, slice),
    activitiesDone(db, slice),
  ])
  const open = totalOf(stages)
  return {
    pipeline: { id, name, currency },
    from: slice.from,
    to: slice.to,
    ...closed,
    ...ratesOf(closed, open.count),
    open,
    stages,
    conversion: conversion.map((step) => ({ ...step, ...timeOf(times, step.stage_id) })),
    over_time: overTime,
    reasons,
    owners,
    activities,
  }
}

type Closed = Awaited<ReturnType<typeof closedDeals>>

function ratesOf({ won, lost, created, created_won, cycle }: Closed, open: number) {
  const winRate = rateOf(won.count, lost.count)
  const averageWon = won.amount === null || won.count === 0 ? null : won.amount / won.count
  return {
    win_rate: winRate,
    win_rate_amount: rateByAmount(won, lost),
    cohort_win_rate: created.count === 0 ? null : created_won.count / created.count,
    average_won: averageWon,
    velocity: velocityOf({ open, winRate, averageWon, cycleDays: cycle.mean_days }),
  }
}

function totalOf(stages: SalesReport['stages']): SalesReport['open'] {
  const sum = (value: (stage: SalesReport['stages'][number]) => number | null) =>
    stages.some((stage) => value(stage) === null)
      ? null
      : stages.reduce((total, stage) => total + (value(stage) ?? 0), 0)
  return {
    count: stages.reduce((total, { count }) => total + count, 0),
    amount: sum(({ amount }) => amount),
    weighted: sum(({ weighted }) => weighted),
  }
}

function timeOf(times: Awaited<ReturnType<typeof timeInStage>>, stageId: string) {
  const { mean_days = null, median_days = null } = times.find(({ stage_id }) => stage_id === stageId) ?? {}
  return { mean_days, median_days }
}
