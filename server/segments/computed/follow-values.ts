import { removeComputed, storeComputed } from '../../people/index.ts'
import type { Processor } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { readTouched } from '../touched.ts'
import { evaluateValues, writeOf, type Found } from './evaluate-values.ts'
import { TRAITS_DUE } from './pass-days.ts'
import { eventsAskedBy, failTrait, growTraits, listEvaluatedTraits, lockTraits } from './evaluated-trait.ts'

const NEWS_PER_RUN = 30

/**
 * Keeps computed traits current: works them out again for the people who did something that they ask about, to whom events
 * moved from others, or of whom time has changed something, right after it happened.
 */
export const followValues: Processor = {
  name: 'computed-traits',
  handles: ['people.changed', TRAITS_DUE],
  newsPerRun: NEWS_PER_RUN,
  async plan(news, platform) {
    const touched = readTouched(news)
    const traits = await listEvaluatedTraits(platform.db)
    const people = touched.acted(eventsAskedBy(traits))
    const found = await evaluateValues(platform, traits, people)
    return async (trx) => {
      await settle(trx, found)
      for (const { one, error } of found.failures) await failTrait(trx, one, error)
      const gone = [...touched.gone.map(({ from }) => from), ...touched.removed]
      await growTraits(trx, await removeComputed(trx, gone))
    }
  },
}

async function settle(trx: Trx, { traits, people, figures, now }: Found): Promise<void> {
  if (traits.length === 0 || people.length === 0) return
  const locked = await lockTraits(trx, traits)
  const writes = people.flatMap((person) =>
    locked.map((trait) => writeOf(trait, person, { figure: figures.get(person)?.get(trait.id), now })),
  )
  await growTraits(trx, await storeComputed(trx, writes, new Date(now)))
}
