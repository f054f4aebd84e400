import { setImmediate as breathe } from 'node:timers/promises'

const MAX_STEPS = 25
const TOLERANCE = 1e-6
/** So much is held against large weights, as if that many examples spoke for 0. */
const RIDGE = 1
const ROWS_PER_BREATH = 2_000

export type Example = { inputs: number[]; did: boolean }
export type Logistic = { intercept: number; weights: number[]; means: number[]; deviations: number[] }

/**
 * Logistic regression with a ridge by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani, Friedman, “The
 * Elements of Statistical Learning”, 4.4.1) over inputs brought to mean 0 and deviation 1. Lets other work run in between.
 */
export async function fitLogistic(examples: readonly Example[]): Promise<Logistic> {
  const scale = scaleOf(examples)
  const rows = examples.map(({ inputs }) => [1, ...scaled(inputs, scale)])
  let weights = rows[0]?.map(() => 0) ?? []
  for (let step = 0; step < MAX_STEPS; step++) {
    const { gradient, curvature } = await slopes(rows, examples, weights)
    const change = solve(curvature, gradient)
    weights = weights.map((weight, place) => weight + (change[place] ?? 0))
    if (Math.max(...change.map(Math.abs)) < TOLERANCE) break
  }
  const [intercept = 0, ...rest] = weights
  return { intercept, weights: rest, ...scale }
}

/** How likely it is, between 0 and 1. */
export function likelihoodOf(model: Logistic, inputs: readonly number[]): number {
  return sigmoid(model.intercept + effectsOf(model, inputs).reduce((sum, effect) => sum + effect, 0))
}

/** What each input adds to the logarithm of the odds, compared with its mean. */
export function effectsOf(model: Logistic, inputs: readonly number[]): number[] {
  return scaled(inputs, model).map((input, place) => input * (model.weights[place] ?? 0))
}

type Scale = Pick<Logistic, 'means' | 'deviations'>

function scaleOf(examples: readonly Example[]): Scale {
  const size = Math.max(1, examples.length)
  const width = examples[0]?.inputs.length ?? 0
  const meanOf = (value: (inputs: number[]) => number) =>
    examples.reduce((sum, { inputs }) => sum + value(inputs), 0) / size
  const means = Array.from({ length: width }, (_, place) => meanOf((inputs) => inputs[place] ?? 0))
  const deviations = means.map((mean, place) =>
    Math.sqrt(meanOf((inputs) => ((inputs[place] ?? 0) - mean) ** 2)),
  )
  return { means, deviations }
}

/** What is the same of everybody says nothing. */
function scaled(inputs: readonly number[], { means, deviations }: Scale): number[] {
  return inputs.map((input, place) => {
    const deviation = deviations[place] ?? 0
    return deviation > 0 ? (input - (means[place] ?? 0)) / deviation : 0
  })
}

async function slopes(rows: number[][], examples: readonly Example[], weights: number[]) {
  const width = weights.length
  const gradient = weights.map((weight, place) => (place === 0 ? 0 : -RIDGE * weight))
  const curvature = Array.from({ length: width }, (_, place) =>
    Float64Array.from({ length: width }, (_, other) => (place === other ? (place === 0 ? 1e-9 : RIDGE) : 0)),
  )
  for (const [number, row] of rows.entries()) {
    if (number % ROWS_PER_BREATH === 0) await breathe()
    const likelihood = sigmoid(row.reduce((sum, input, place) => sum + input * (weights[place] ?? 0), 0))
    const missed = Number(examples[number]?.did ?? false) - likelihood
    const spread = likelihood * (1 - likelihood)
    for (let place = 0; place < width; place++) {
      const input = row[place] ?? 0
      gradient[place] = (gradient[place] ?? 0) + missed * input
      const line = curvature[place]
      const weighed = spread * input
      if (line) for (let other = 0; other <= place; other++) line[other]! += weighed * (row[other] ?? 0)
    }
  }
  return { gradient, curvature }
}

/** Cholesky's way, of a symmetric positive matrix whose lower half is filled. */
function solve(lower: Float64Array[], right: number[]): number[] {
  const at = (row: number, column: number) => lower[row]?.[column] ?? 0
  const sumTo = (end: number, value: (place: number) => number) => {
    let sum = 0
    for (let place = 0; place < end; place++) sum += value(place)
    return sum
  }
  for (const [row, line] of lower.entries())
    for (let column = 0; column <= row; column++) {
      const rest = at(row, column) - sumTo(column, (place) => at(row, place) * at(column, place))
      line[column] = row === column ? Math.sqrt(Math.max(rest, 1e-12)) : rest / at(column, column)
    }
  const forward: number[] = []
  for (const [row, value] of right.entries())
    forward.push((value - sumTo(row, (place) => at(row, place) * (forward[place] ?? 0))) / at(row, row))
  const solution = forward.map(() => 0)
  for (let row = forward.length - 1; row >= 0; row--) {
    let rest = forward[row] ?? 0
    for (let place = row + 1; place < forward.length; place++) rest -= at(place, row) * (solution[place] ?? 0)
    solution[row] = rest / at(row, row)
  }
  return solution
}

function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
