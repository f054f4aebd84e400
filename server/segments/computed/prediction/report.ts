import { gradeOf, type PredictionReport } from '../../../../model/prediction.ts'

const TENTHS = 10

/** Somebody kept aside: how likely they were thought to be, and whether they did it. */
export type Outcome = { likelihood: number; did: boolean }

/** How good a prediction is, by people whose past it did not learn from. */
export function qualityOf(
  kept: readonly Outcome[],
): Pick<PredictionReport, 'accuracy' | 'grade' | 'lift' | 'tenths'> {
  const ordered = kept.toSorted((a, b) => a.likelihood - b.likelihood)
  const accuracy = areaUnderCurve(ordered)
  const tenths = Array.from({ length: TENTHS }, (_, place) => {
    const part = ordered.slice(
      Math.floor((place * ordered.length) / TENTHS),
      Math.floor(((place + 1) * ordered.length) / TENTHS),
    )
    return { foretold: percent(meanOf(part, ({ likelihood }) => likelihood)), happened: rateOf(part) }
  })
  const [usual, top] = [rateOf(kept), tenths.at(-1)?.happened ?? 0]
  return {
    accuracy: round(accuracy, 3),
    grade: gradeOf(accuracy),
    lift: usual > 0 ? round(top / usual, 1) : 0,
    tenths,
  }
}

/** How many percent of these did it. */
export function rateOf(some: readonly Pick<Outcome, 'did'>[]): number {
  return percent(meanOf(some, ({ did }) => Number(did)))
}

/**
 * The area under the ROC curve, by ranks (Mann and Whitney): how often of one who did it and one who did not the former is thought
 * likelier; of equals half the time. Expects them in order of likelihood.
 */
function areaUnderCurve(ordered: readonly Outcome[]): number {
  let [rankSum, place] = [0, 0]
  while (place < ordered.length) {
    let end = place
    while (end < ordered.length && ordered[end]?.likelihood === ordered[place]?.likelihood) end++
    const rank = (place + 1 + end) / 2
    for (const { did } of ordered.slice(place, end)) rankSum += did ? rank : 0
    place = end
  }
  const did = ordered.filter((one) => one.did).length
  const others = ordered.length - did
  return did === 0 || others === 0 ? 0.5 : (rankSum - (did * (did + 1)) / 2) / (did * others)
}

function meanOf<One>(some: readonly One[], value: (one: One) => number): number {
  return some.length === 0 ? 0 : some.reduce((sum, one) => sum + value(one), 0) / some.length
}

function percent(share: number): number {
  return round(100 * share, 1)
}

export function round(number: number, digits: number): number {
  return Number(number.toFixed(digits))
}
