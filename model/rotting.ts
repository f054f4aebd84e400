import type { Deal, Stage } from './deal.ts'

const DAY_MS = 86_400_000

type Quiet = Pick<Deal, 'updated_at' | 'last_activity_at' | 'entered_stage_at' | 'next_activity'>

/** Since when nobody has done anything for a deal: its last change, move or done activity. */
export function quietSince({ updated_at, last_activity_at, entered_stage_at }: Quiet): number {
  return Math.max(
    Date.parse(updated_at),
    Date.parse(entered_stage_at),
    Date.parse(last_activity_at ?? updated_at),
  )
}

/**
 * Whether an open deal rots: now − its last activity or change is more than the limit of its stage, and nothing is
 * planned that is not late.
 */
export function isRotting(deal: Quiet, stage: Pick<Stage, 'kind' | 'rotting_days'>, now: number): boolean {
  if (stage.kind !== 'open' || stage.rotting_days === null || isPlanned(deal.next_activity, now)) return false
  return now - quietSince(deal) > stage.rotting_days * DAY_MS
}

/** Something planned for today still is until the day is over. */
function isPlanned(next: Deal['next_activity'], now: number): boolean {
  if (!next) return false
  if (next.due_on !== null) return Date.parse(next.due_on) + DAY_MS > now
  return next.due_at === null || Date.parse(next.due_at) >= now
}
