import { publish } from '../../../platform/outbox/index.ts'
import { kept, type Batch } from '../batch.ts'
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
    const news = peopleChanged(batch)
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

/** The news of a batch, so many people at a time, each with what they did. */
function peopleChanged(batch: Batch) {
  const { gone, removed, renamed, ...changes } = batch.changes
  const people = [...changes.people, ...removed]
  const changed = new Set([...changes.profiles, ...removed])
  const seen = new Map(changes.seen)
  const eventsOf = eventsByPerson(batch)
  const regrouped = new Set(batch.changes.moved.flatMap(({ from, to }) => [from, to]))
  const chunks = Math.ceil(people.length / PEOPLE_PER_NEWS)
  return Array.from({ length: Math.max(chunks, gone.length + renamed.length > 0 ? 1 : 0) }, (_, index) => {
    const some = people.slice(index * PEOPLE_PER_NEWS, (index + 1) * PEOPLE_PER_NEWS)
    const isFirst = index === 0
    return {
      type: 'people.changed',
      payload: {
        people: some,
        profiles: some.filter((id) => changed.has(id)),
        // Of whom other events are theirs now than before.
        regrouped: some.filter((id) => regrouped.has(id)),
        seen: some.flatMap((id) => (seen.has(id) ? [[id, seen.get(id)]] : [])),
        ...whatTheyDid(some, eventsOf),
        gone: isFirst ? gone : [],
        removed: isFirst ? removed : [],
        renamed: isFirst ? renamed : [],
      },
    }
  })
}

/** The names of what each person did: of track calls their own, of other calls that of their type. */
function eventsByPerson(batch: Batch): Map<string, Set<string>> {
  const events = new Map<string, Set<string>>()
  for (const { personId, event } of kept(batch)) {
    if (personId === null) continue
    const name = event.type === 'track' ? event.event : event.type
    const known = events.get(personId)
    if (known) known.add(name)
    else events.set(personId, new Set([name]))
  }
  return events
}

/** Each name once, and for each person, in their order, the places of the names of what they did. */
function whatTheyDid(people: string[], eventsOf: Map<string, Set<string>>) {
  const places = new Map<string, number>()
  const did = people.map((person) =>
    [...(eventsOf.get(person) ?? [])].map((name) => {
      const place = places.get(name) ?? places.size
      places.set(name, place)
      return place
    }),
  )
  return { events: [...places.keys()], did }
}
