import type { Pipeline, Stage } from '../../../../model/deal.ts'
import { stageOf } from './find-deal-parts.ts'
import type { StageMove } from './context.ts'
import type { RowValues } from './read-row.ts'

export type DealMoves = { stages: { stage: Stage; at: Date }[]; createdAt: Date; closeDay: Date | null }

/**
 * The way of a deal through the stages, as far as the export tells: from its "entered" columns, or a history file, and always
 * ending in the stage it is in. Nothing is invented: without dates it came into its stage when it was made or closed.
 */
export function dealMoves(
  values: RowValues,
  { pipeline, stage, history, now }: { pipeline: Pipeline; stage: Stage; history: StageMove[]; now: number },
): DealMoves {
  const { created_at, close_date, won_at, lost_at } = values.dates
  const known = [...values.entered, ...history]
    .flatMap(({ stage: name, at }) => {
      const found = stageOf(pipeline, name)
      return found && at.getTime() <= now ? [{ stage: found, at }] : []
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .filter((move, place, all) => move.stage.id !== all[place - 1]?.stage.id)
  const closed = (stage.kind === 'won' ? won_at : lost_at) ?? won_at ?? lost_at ?? close_date
  const last = known.at(-1)
  const latest = last?.at ?? created_at ?? new Date(now)
  if (last?.stage.id !== stage.id) {
    const at = stage.kind === 'open' ? latest : notBefore(latest, earlier(closed, now) ?? latest, created_at)
    known.push({ stage, at })
  }
  const first = known[0]?.at ?? new Date(now)
  const createdAt = created_at && created_at.getTime() <= first.getTime() ? created_at : first
  return { stages: known, createdAt, closeDay: close_date ?? closed ?? null }
}

/** Deals that were closed before they were made are typing errors: they were closed when they were made. */
function notBefore(latest: Date, closed: Date, created: Date | undefined): Date {
  const floor = created ?? (latest.getTime() < closed.getTime() ? latest : closed)
  return closed.getTime() < floor.getTime() ? floor : closed
}

function earlier(at: Date | undefined, now: number): Date | null {
  if (!at) return null
  return at.getTime() > now ? new Date(now) : at
}
