import type { CardOf } from '../../../../model/dashboard-cards.ts'
import { cardKinds } from '../../../../model/dashboard-cards.ts'
import type { CardResult, DashboardData } from '../../../../model/dashboard-data.ts'
import type { Dashboard, DashboardFilters } from '../../../../model/dashboard.ts'
import type { Permission } from '../../../../model/roles.ts'
import { KithError } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { computeFigures } from '../cards/compute-figures.ts'
import { openCardContext, type CardContext } from './card-context.ts'

/** Cards are worked out so many at once; those that have not begun within this time are left out, with a sentence. */
const AT_ONCE = 4
const BEGUN_WITHIN_MS = 20_000

export type Asked = { filters?: DashboardFilters | undefined; cards?: string[] | undefined }

/**
 * Works out the cards of a dashboard as the caller gets to see them. A card that is not for them, or that fails, says so; the others
 * are shown all the same.
 */
export async function readDashboard(
  platform: Platform,
  caller: Actor,
  { dashboard, asked = {} }: { dashboard: Dashboard; asked?: Asked },
): Promise<DashboardData> {
  const context = openCardContext(platform, caller, asked.filters ?? dashboard.filters)
  const wanted = dashboard.cards.filter(({ id }) => !asked.cards || asked.cards.includes(id))
  const results = new Map<string, CardResult>()
  const waiting = [...wanted]
  const until = performance.now() + BEGUN_WITHIN_MS
  const worker = async () => {
    for (let card = waiting.shift(); card; card = waiting.shift())
      results.set(card.id, performance.now() > until ? tooLate(card.id) : await resultOf(context, card))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return {
    ...context.days,
    compared: context.compared,
    cards: wanted.flatMap(({ id }) => results.get(id) ?? []),
  }
}

const areas: Partial<Record<Permission, string>> = {
  'deals:read': 'deals',
  'activities:read': 'activities',
  'records:read': 'leads',
  'people:read': 'people',
  'events:read': 'events',
  'segments:read': 'segments',
}

async function resultOf(context: CardContext, card: CardOf): Promise<CardResult> {
  const { id, kind } = card
  const { permission } = cardKinds[kind]
  if (permission !== null && !context.caller.permissions.has(permission)) {
    const sentence = `Your role does not let you see ${areas[permission] ?? 'this'}.`
    return { state: 'hidden', id, sentence }
  }
  try {
    return { state: 'shown', id, figures: await computeFigures(context, card) }
  } catch (error) {
    if (error instanceof KithError)
      return { state: error.code === 'forbidden' ? 'hidden' : 'failed', id, sentence: error.message }
    context.platform.logger.error({ err: error, card: kind }, 'A card could not be worked out')
    return { state: 'failed', id, sentence: 'This could not be worked out. The reason has been logged.' }
  }
}

function tooLate(id: string): CardResult {
  return {
    state: 'failed',
    id,
    sentence: 'The cards before this one took too long. Try again, or choose a shorter period.',
  }
}
