import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import { daysBetween } from '../../../../model/dashboard-periods.ts'
import { dailyHistory, findSegment } from '../../../segments/index.ts'
import { spansOf } from '../../sales/spans.ts'
import type { CardContext } from '../data/card-context.ts'

/** Longer ago nothing is asked for. */
const MAX_DAYS = 4000

/** How many belonged to a segment when each day, week or month of the period ended. Throws `not_found` once it is gone. */
export async function segmentSize(
  context: CardContext,
  { segment: id }: CardSettings['segment_size'],
): Promise<CardFigures> {
  const { platform, days, compared, today, step } = context
  const segment = await findSegment(platform.db, id)
  const first = compared && compared.from < days.from ? compared.from : days.from
  const back = Math.min(Math.max(daysBetween(first, today), 0) + 1, MAX_DAYS)
  const known = await dailyHistory(platform, { segment: id, days: back })
  const sizes = new Map(known.map(({ day, size }) => [day, size]))
  const points = spansOf(days, step).flatMap((span) => {
    const value = sizes.get(span.to < today ? span.to : today)
    return span.from > today || value === undefined ? [] : [{ ...span, value }]
  })
  return {
    shape: 'series',
    unit: 'count',
    currency: null,
    counts: `in ${segment.name}`,
    total: points.at(-1)?.value ?? null,
    before: compared && (sizes.get(compared.to) ?? null),
    points,
    behind: { to: 'segment', id },
  }
}
