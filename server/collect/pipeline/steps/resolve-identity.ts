import {
  currentPeople,
  currentSnapshots,
  readReconsiderations,
  recordFacts,
  type Fact,
  type PeopleChanges,
} from '../../../people/index.ts'
import { isDataError } from '../../../platform/relational/index.ts'
import { INTERNAL_SOURCE_ID } from '../../sources/sources.ts'
import { kept, type Batch } from '../batch.ts'
import { drop, type PipelineEvent } from '../pipeline-event.ts'
import { loadChanges, markResolved, type SavedChanges } from '../progress.ts'
import { withProfiles } from '../profile-changes.ts'
import type { PipelineContext, Step } from '../step.ts'

/**
 * Works out whose event it is: evidence, people, traits and companies in one transaction, together with how far the
 * log is resolved. A batch that was interrupted after this transaction only reads what it wrote.
 */
export const resolveIdentity: Step = {
  name: 'resolveIdentity',
  async run(batch, ctx) {
    batch.changes = batch.resolved ? await readChanges(batch, ctx) : await writeChanges(batch, ctx)
    for (const event of kept(batch)) {
      event.personId = batch.changes.personOf.get(event.ownerId) ?? null
      if (!event.personId && event.ownerId !== event.companyId)
        drop(event, 'resolveIdentity', 'no_identity', 'unknown person')
    }
  },
  describe(event, { changes }) {
    if (event.identifiers.length > 1) return describeLinks(event, changes)
    return event.personId ? 'Its person was found or made.' : 'About a company only.'
  },
}

async function writeChanges(batch: Batch, ctx: PipelineContext): Promise<PeopleChanges> {
  try {
    return await commitFacts(batch, ctx)
  } catch (error) {
    if (!isDataError(error)) throw error
    ctx.platform.logger.warn(
      { err: error },
      'The database refuses something in a batch; finding out which event it is',
    )
    await dropRefused(batch, ctx)
    return commitFacts(batch, ctx)
  }
}

async function commitFacts(batch: Batch, { platform, known }: PipelineContext): Promise<PeopleChanges> {
  const { learned, ...changes } = await platform.db.transaction().execute(async (trx) => {
    const events = kept(batch)
    const own = events.filter(({ header }) => header.sourceId === INTERNAL_SOURCE_ID)
    const reconsider = readReconsiderations([
      ...own.map(({ raw }) => (raw as { reconsider?: unknown }).reconsider),
      ...batch.reconsider,
    ])
    const facts = await recordFacts(trx, events.flatMap(factOf), {
      rules: batch.rules,
      known,
      version: batch.to,
      reconsider,
    })
    const changes = { ...(await withProfiles(trx, facts, batch.profiles)), learned: facts.learned }
    const refs = own.map(({ ownerId }) => ownerId)
    for (const [ref, person] of await currentPeople(trx, refs)) changes.personOf.set(ref, person)
    const { moved, gone, renamed } = changes
    await markResolved(trx, batch, {
      moved,
      gone,
      renamed,
      refused: refusedIn(batch),
      rules: batch.rules.version,
    })
    const people = [
      ...new Set([
        ...changes.people,
        ...changes.personOf.values(),
        ...moved.flatMap(({ from, to }) => [from, to]),
      ]),
    ]
    return { ...changes, people }
  })
  known.keep(learned)
  return changes
}

/** One event that the database cannot take must not hold up all others: each is tried alone and undone. */
async function dropRefused(batch: Batch, { platform, known }: PipelineContext): Promise<void> {
  for (const event of kept(batch)) {
    const outcome = await platform.db
      .transaction()
      .execute(async (trx) => {
        await recordFacts(trx, factOf(event), { rules: batch.rules, known, version: batch.to })
        throw new Undo()
      })
      .catch((error: unknown) => error)
    if (isDataError(outcome)) refuse(event, outcome instanceof Error ? outcome.message : '')
  }
}

function refuse(event: PipelineEvent, detail: string): void {
  drop(event, resolveIdentity.name, 'invalid', detail)
}

function refusedIn(batch: Batch): SavedChanges['refused'] {
  return batch.events.flatMap(({ place, dropped }) =>
    dropped?.step === resolveIdentity.name ? [{ place, detail: dropped.detail }] : [],
  )
}

class Undo extends Error {}

async function readChanges(batch: Batch, { platform }: PipelineContext): Promise<PeopleChanges> {
  const { moved, gone, renamed, refused } = await loadChanges(platform.db, batch)
  const details = new Map(refused.map(({ place, detail }) => [place, detail]))
  for (const event of kept(batch)) if (details.has(event.place)) refuse(event, details.get(event.place) ?? '')
  const named = kept(batch).flatMap(({ ownerId, identifiers }) => [
    ownerId,
    ...identifiers.map(({ id }) => id),
  ])
  const personOf = await currentPeople(platform.db, [...new Set(named)])
  const people = [...new Set([...personOf.values(), ...moved.flatMap(({ from, to }) => [from, to])])]
  const snapshots = await currentSnapshots(platform.db, people)
  const changes = {
    personOf,
    moved,
    gone,
    removed: [],
    people,
    snapshots,
    profiles: people,
    seen: [],
    renamed,
  }
  return withProfiles(platform.db, changes, batch.profiles)
}

function factOf({ header, event, time, identifiers, groupId, companyId }: PipelineEvent): Fact[] {
  const company =
    companyId && groupId
      ? { id: companyId, groupId, traits: event.type === 'group' ? event.traits : null }
      : null
  if (identifiers.length === 0 && !company) return []
  const traits = event.type === 'identify' ? event.traits : null
  return [{ identifiers, at: time, sourceId: header.sourceId, messageId: event.messageId, traits, company }]
}

function describeLinks(event: PipelineEvent, { personOf }: PeopleChanges): string {
  const [owner, ...others] = event.identifiers
  const person = personOf.get(owner?.id ?? '')
  const apart = others.filter(({ id }) => personOf.get(id) !== person).map(({ type }) => type)
  const together = others.filter(({ id }) => personOf.get(id) === person).map(({ type }) => type)
  return [
    together.length > 0 ? `One person by ${owner?.type} and ${together.join(', ')}.` : '',
    apart.length > 0 ? `Kept apart: ${apart.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}
