import type { PeopleChanges } from '../../../people/index.ts'
import { publish } from '../../../platform/outbox/index.ts'
import { kept } from '../batch.ts'
import { markStored } from '../progress.ts'
import type { Step } from '../step.ts'

const PEOPLE_PER_NEWS = 2_000

/**
 * Tells the rest of Kith which people changed, once the warehouse knows everything about them. One transaction with
 * the progress: the news is published exactly once.
 */
export const publishChanges: Step = {
  name: 'publishChanges',
  async run(batch, { platform, sources }) {
    const news = peopleChanged(batch.changes)
    await platform.db.transaction().execute(async (trx) => {
      // An attempt that seemed to fail may have been committed all the same.
      if (!(await markStored(trx, batch))) return
      await publish(trx, news)
      await sources.noteActivity(
        trx,
        kept(batch).map(({ header }) => header),
      )
    })
  },
  describe: () => 'Segments and destinations were told.',
}

function peopleChanged({ gone, removed, renamed, ...changes }: PeopleChanges) {
  const people = [...changes.people, ...removed]
  const profiles = [...changes.profiles, ...removed]
  const chunks = Math.ceil(people.length / PEOPLE_PER_NEWS)
  const changed = new Set(profiles)
  return Array.from({ length: Math.max(chunks, gone.length + renamed.length > 0 ? 1 : 0) }, (_, index) => {
    const some = people.slice(index * PEOPLE_PER_NEWS, (index + 1) * PEOPLE_PER_NEWS)
    return {
      type: 'people.changed',
      payload: {
        people: some,
        profiles: some.filter((id) => changed.has(id)),
        gone: index === 0 ? gone : [],
        renamed: index === 0 ? renamed : [],
      },
    }
  })
}
