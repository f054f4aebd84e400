import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import { workKinds } from '../../../../model/sales.ts'
import type { CardContext } from '../data/card-context.ts'

const names: Record<(typeof workKinds)[number], string> = {
  call: 'Calls',
  meeting: 'Meetings',
  email: 'E-mails',
  task: 'Tasks',
}

/** What colleagues did in the period, who did most first; of every pipeline. */
export async function activitiesCard(
  context: CardContext,
  { most }: CardSettings['activities_done'],
): Promise<CardFigures> {
  const slice = await context.slice(null)
  const done = (await context.activities(slice)).slice(0, most)
  return {
    shape: 'table',
    unit: 'count',
    currency: null,
    behind: null,
    rows_are: 'Colleague',
    columns: [
      { name: 'All', unit: 'count' },
      ...workKinds.map((kind) => ({ name: names[kind], unit: 'count' as const })),
    ],
    bar: 0,
    rows: done.map(({ user, kinds }) => ({
      name: user.name,
      values: [
        workKinds.reduce((sum, kind) => sum + kinds[kind], 0),
        ...workKinds.map((kind) => kinds[kind]),
      ],
      behind: { to: 'work', assignee: user.id, from: slice.from, until: slice.to },
    })),
  }
}
