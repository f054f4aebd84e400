import { z } from 'zod'

/** Where the fifths of everybody end: four whole numbers as texts, the smallest first. */
const cutsOfOne = z.array(z.string()).length(4)
export const cuts = z.object({ recency: cutsOfOne, frequency: cutsOfOne, monetary: cutsOfOne })
export type Cuts = z.infer<typeof cuts>

export const FIFTHS = [0.2, 0.4, 0.6, 0.8] as const

/** In which fifth a number is, from 1 to 5; equal numbers are in the same. */
export function scoreOf(number: bigint, ends: readonly string[]): number {
  return 1 + ends.filter((end) => BigInt(end) < number).length
}

/** Where the fifths of some numbers end. */
export function cutsOf(numbers: readonly bigint[]): string[] {
  const sorted = numbers.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return FIFTHS.map((level) => String(sorted[Math.floor(level * sorted.length)] ?? 0n))
}

/** How people of such scores are called, the first that fits; both are from 1 to 5. */
const groups: [name: string, recencyFrom: number, valueFrom: number][] = [
  ['Champions', 4, 4],
  ['Loyal', 3, 3],
  ['Promising', 4, 2],
  ['New', 4, 0],
  ['Needs attention', 3, 0],
  ['Cannot lose', 1, 4.5],
  ['At risk', 1, 2.5],
  ['Hibernating', 2, 0],
  ['Lost', 0, 0],
]

/** The name of the group of people with this recency, and this mean of frequency and monetary value. */
export function groupOf(recency: number, value: number): string {
  return groups.find(([, least, worth]) => recency >= least && value >= worth)?.[0] ?? 'Lost'
}
