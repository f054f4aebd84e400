import { removeComputed, storeComputed } from '../../people/index.ts'
import type { Processor } from '../../platform/outbox/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { copyRecords } from '../copy-records.ts'
import { readTouched, type Touched } from '../touched.ts'
import { concernedPeople, reachOf, type Reach } from './concerned-people.ts'
import { evaluateValues, writeOf, type Found } from './evaluate-values.ts'
import { TRAITS_DUE } from './pass-days.ts'
import {
  failTrait,
  growTraits,
  listEvaluatedTraits,
  lockTraits,
  type EvaluatedTrait,
} from './evaluated-trait.ts'

const NEWS_PER_RUN = 30

const reaches: readonly Reach[] = ['events', 'profile', 'records', 'companies']

/**
 * Keeps computed traits current: works them out again for the people who did something that they ask about, to whom events
 * moved from others, or of whom time has changed something, right after it happened. Scores that ask for more, such as deals, are
 * also worked out when that changes.
 */
export const followValues: Processor = {
  name: 'computed-traits',
  handles: [
    'people.changed',
    'deals.changed',
    'companies.changed',
    'companies.joined',
    'lists.changed',
    'people.owned',
    TRAITS_DUE,
  ],
  newsPerRun: NEWS_PER_RUN,
  async plan(news, platform) {
    const touched = readTouched(news)
    // What is written in SQL could ask about anybody: it is asked again after some time, over everybody.
    const traits = (await listEvaluatedTraits(platform.db)).filter(isFollowed)
    const found = await findConcerned(platform, touched, traits)
    return async (trx) => {
      for (const one of found) {
        await settle(trx, one)
        for (const failure of one.failures) await failTrait(trx, failure.one, failure.error)
      }
      const gone = [...touched.gone.map(({ from }) => from), ...touched.removed]
      await growTraits(trx, await removeComputed(trx, gone))
    }
  },
}

/** A prediction that has not learned yet is worked out over everybody first. */
function isFollowed({ definition, model }: EvaluatedTrait): boolean {
  return definition.kind === 'prediction' ? model !== null : definition.kind !== 'sql'
}

async function findConcerned(
  platform: Platform,
  touched: Touched,
  traits: EvaluatedTrait[],
): Promise<Found[]> {
  const found: Found[] = []
  for (const reach of reaches) {
    const mine = traits.filter((trait) => reachOf(trait) === reach)
    if (mine.length === 0) continue
    // Segments follow the same news behind a cursor of their own, so the warehouse may not know of these records yet.
    if (reach === 'records' || reach === 'companies') await copyRecords(platform, touched)
    found.push(await evaluateValues(platform, mine, await concernedPeople(platform.db, touched, mine)))
  }
  return found
}

async function settle(trx: Trx, { traits, people, figures, now }: Found): Promise<void> {
  if (traits.length === 0 || people.length === 0) return
  const locked = await lockTraits(trx, traits)
  const writes = people.flatMap((person) =>
    locked.map((trait) => writeOf(trait, person, { figure: figures.get(person)?.get(trait.id), now })),
  )
  await growTraits(trx, await storeComputed(trx, writes, new Date(now)))
}
