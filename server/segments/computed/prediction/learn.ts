import type { PredictionDefinition } from '../../../../model/prediction.ts'
import { fail } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/index.ts'
import { DAY_MS } from '../../compile/days.ts'
import { effectsOf, fitLogistic, likelihoodOf, type Logistic } from './fit-logistic.ts'
import type { PredictionModel } from './model.ts'
import { kindsThatTell, readExamples, type KnownExample } from './read-examples.ts'
import { qualityOf, rateOf, round } from './report.ts'
import { INPUTS_PER_SIGNAL } from './signals.ts'

/** So many must have done it, and so many not: of fewer nothing can be learned that holds for others. */
const LEAST_OF_EACH = 50
const LEAST_PAST_DAYS = 7
const HUNDREDTHS = 100

/** Moments of the past that it looks at, each as long before the one after it as it looks ahead, and about how many people at each. */
const MOMENTS = 3
const PEOPLE = 15_000

/**
 * Learns from the past what people do before they do what is foretold. Looks only at what could have been known at the moment
 * asked about. Throws `validation_failed` when too little has happened to learn from.
 */
export async function learn(platform: Platform, definition: PredictionDefinition): Promise<PredictionModel> {
  const now = platform.clock.now()
  const known = await whatThereIs(platform)
  const times = Array.from({ length: MOMENTS }, (_, place) => now - (place + 1) * definition.days * DAY_MS)
  const usable = times.filter((at) => at - LEAST_PAST_DAYS * DAY_MS >= known.since)
  if (usable.length === 0) throw tooYoung(definition, now - known.since)
  const kinds = await kindsThatTell(platform, definition, now)
  const oneIn = Math.max(1, Math.ceil(known.people / PEOPLE))
  const examples: KnownExample[] = []
  for (const at of usable) examples.push(...(await readExamples(platform, definition, { kinds, at, oneIn })))
  requireEnough(definition, examples)
  const model = await fitLogistic(examples.filter(({ isKept }) => !isKept))
  const judged = examples.map((one) => ({ ...one, likelihood: likelihoodOf(model, one.inputs) }))
  return {
    ...model,
    kinds,
    cuts: hundredths(judged.map(({ likelihood }) => likelihood)),
    usual: rateOf(examples),
    report: {
      learned_at: new Date(now).toISOString(),
      examples: examples.length,
      did: examples.filter(({ did }) => did).length,
      ...qualityOf(judged.filter(({ isKept }) => isKept)),
      signals: signalShares(model, examples).map((share, place) => ({
        event: kinds[place]?.event ?? '',
        share,
      })),
    },
  }
}

async function whatThereIs({ warehouse }: Platform): Promise<{ people: number; since: number }> {
  const [row] = await warehouse.rows<{ people: number; since: string }>(
    `select (select count() from people final) as people,
       (select toString(toUnixTimestamp64Milli(min(timestamp))) from events where timestamp > toDateTime64('2000-01-01 00:00:00', 3)) as since`,
  )
  return { people: Number(row?.people ?? 0), since: Number(row?.since ?? 0) || Infinity }
}

function tooYoung({ days }: PredictionDefinition, past: number) {
  const known = Number.isFinite(past)
    ? `those that are known go back ${Math.floor(past / DAY_MS)}`
    : 'there are none yet'
  return refused(
    `To foretell ${days} days, events of at least ${days + LEAST_PAST_DAYS} days are needed, and ${known}. Look fewer days ahead, or wait.`,
    'definition.days',
  )
}

function requireEnough({ event, days }: PredictionDefinition, examples: KnownExample[]): void {
  const did = examples.filter((one) => one.did).length
  const others = examples.length - did
  if (Math.min(did, others) >= LEAST_OF_EACH) return
  const [few, what] = did < LEAST_OF_EACH ? [did, 'did'] : [others, 'did not do']
  throw refused(
    `Too few to learn from: ${few} ${few === 1 ? 'person' : 'people'} ${what} “${event}” within ${days} days, and ${LEAST_OF_EACH} are needed. Look further ahead or choose what happens ${did < LEAST_OF_EACH ? 'more' : 'less'} often.`,
    'definition.event',
  )
}

function refused(problem: string, field: string) {
  return fail('validation_failed', problem, [{ field, problem }])
}

function hundredths(likelihoods: number[]): number[] {
  const sorted = likelihoods.toSorted((a, b) => a - b)
  return Array.from(
    { length: HUNDREDTHS - 1 },
    (_, place) => sorted[Math.floor(((place + 1) * sorted.length) / HUNDREDTHS)] ?? 1,
  )
}

/** By how much what each kind of event adds to the odds differs between people, as shares of all. */
function signalShares(model: Logistic, examples: readonly KnownExample[]): number[] {
  const signals = Math.floor(model.weights.length / INPUTS_PER_SIGNAL)
  const effects = examples.map(({ inputs }) => effectsPerSignal(model, inputs))
  const spreads = Array.from({ length: signals }, (_, place) => {
    const mine = effects.map((each) => each[place] ?? 0)
    const mean = mine.reduce((sum, one) => sum + one, 0) / Math.max(1, mine.length)
    return Math.sqrt(mine.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, mine.length))
  })
  const all = spreads.reduce((sum, one) => sum + one, 0)
  return spreads.map((one) => (all > 0 ? round(one / all, 3) : 0))
}

/** What each kind of event adds to the logarithm of the odds, compared with somebody usual. */
export function effectsPerSignal(model: Logistic, inputs: readonly number[]): number[] {
  const effects = effectsOf(model, inputs)
  const signals = Math.floor(effects.length / INPUTS_PER_SIGNAL)
  return Array.from({ length: signals }, (_, place) =>
    effects
      .slice(place * INPUTS_PER_SIGNAL, (place + 1) * INPUTS_PER_SIGNAL)
      .reduce((sum, effect) => sum + effect, 0),
  )
}
