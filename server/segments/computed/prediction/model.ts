import type { Prediction, PredictionReport } from '../../../../model/prediction.ts'
import type { EventFilter } from '../../../../model/segment-event.ts'
import { likelihoodOf, type Logistic } from './fit-logistic.ts'
import { round } from './report.ts'
import { inputsOf, readSignals } from './signals.ts'

/** What was learned of the past: the kinds of events that tell, in the order of the inputs, and what each counts. */
export type PredictionModel = Logistic & {
  kinds: EventFilter[]
  /** Where the hundredths of the people it was learned from end, the least likely first. */
  cuts: number[]
  /** How many percent of all did it. */
  usual: number
  report: PredictionReport
}

/** The value that a figure of a prediction stands for. */
export function readPrediction(model: PredictionModel, figure: string): Prediction {
  const likelihood = likelihoodOf(model, inputsOf(readSignals(figure)))
  return {
    likelihood: round(100 * likelihood, 1),
    percentile: model.cuts.filter((end) => end < likelihood).length,
  }
}
