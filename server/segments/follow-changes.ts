import { membersOf } from '../../model/segment.ts'
import type { Platform } from '../platform/index.ts'
import type { Processor } from '../platform/outbox/index.ts'
import { copyRecords } from './copy-records.ts'
import type { Budget } from './cost/budget.ts'
import { slowDown } from './cost/slow-down.ts'
import { evaluateCompanies } from './evaluate-companies.ts'
import { evaluatePeople, type Evaluation } from './evaluate-people.ts'
import { failSegment, listEvaluated, type EvaluatedSegment } from './evaluated-segment.ts'
import { moveMembers } from './move-members.ts'
import { removeCompanies, removeMembers } from './remove-members.ts'
import { settleEvaluation } from './settle-evaluation.ts'
import { companiesBehind, peopleBehind, readTouched, touchingNews, type Touched } from './touched.ts'
import { asksRecords, eventsAsked } from './weight.ts'

/** A batch of events tells of up to 2,000 people, and of companies that are new or joined in news of their own. */
const NEWS_PER_RUN = 30

/**
 * Keeps live segments current: evaluates the people and companies whom events, traits, identity, deals, companies or the passing of time
 * changed, right after it happened. Segments because of which that takes longer than it may are slowed down.
 */
export const createFollowChanges = ({ live: limit }: Budget): Processor => ({
  name: 'segments',
  handles: touchingNews,
  newsPerRun: NEWS_PER_RUN,
  async plan(news, platform) {
    const touched = readTouched(news)
    await copyRecords(platform, touched)
    const segments = await listEvaluated(platform.db)
    const people = touched.concerned(
      new Set(segments.flatMap(({ definition }) => eventsAsked(definition.conditions))),
    )
    const ofPeople = segments.filter(({ definition }) => membersOf(definition) === 'people')
    const ofCompanies = segments.filter(({ definition }) => membersOf(definition) === 'companies')
    const concerned = { platform, touched, people, limit }
    const evaluations = [
      ...(await evaluateTouchedPeople(concerned, ofPeople)),
      ...(await evaluateTouchedCompanies(concerned, ofCompanies)),
    ]
    return async (trx) => {
      const at = platform.clock.now()
      await moveMembers(trx, touched.gone, at)
      await removeMembers(trx, touched.removed, at)
      await removeCompanies(trx, touched.companies, at)
      for (const evaluation of evaluations) {
        await settleEvaluation(trx, evaluation, { clock: platform.clock, initial: false })
        await slowDown(trx, evaluation.slow, { at, budget: limit })
        for (const { one, error } of evaluation.failures) await failSegment(trx, one, error)
      }
    }
  },
})

type Concerned = { platform: Platform; touched: Touched; people: string[]; limit: number }

/** Those who did something or changed are asked of everything, those behind other news of what these can have changed. */
async function evaluateTouchedPeople(
  { platform, touched, people, limit }: Concerned,
  segments: EvaluatedSegment[],
): Promise<Evaluation[]> {
  const asking = segments.filter(({ definition }) => asksRecords(definition.conditions))
  const behind = asking.length > 0 ? await peopleBehind(platform.db, touched) : []
  const known = new Set(people)
  return [
    ...(await evaluatePeople(platform, segments, { people, limit })),
    ...(await evaluatePeople(platform, asking, {
      people: behind.filter((person) => !known.has(person)),
      limit,
    })),
  ]
}

async function evaluateTouchedCompanies(
  { platform, touched, people, limit }: Concerned,
  segments: EvaluatedSegment[],
): Promise<Evaluation[]> {
  if (segments.length === 0) return []
  const behind = await peopleBehind(platform.db, touched)
  const companies = await companiesBehind(platform.db, touched, [...people, ...behind])
  return [await evaluateCompanies(platform, segments, { companies, limit })]
}
