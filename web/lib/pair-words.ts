import type { LinkagePair, PairDecision } from '../../model/linkage.ts'

const ALMOST_CERTAIN = 0.999

export const decisionWords: Record<PairDecision, string> = {
  same: 'merged into one person',
  different: 'kept as different people',
  unsure: 'put aside as unsure',
}

export function personName({ name, email }: LinkagePair['a']): string {
  return name ?? email ?? 'Unnamed'
}

/** "97%"; never "100%", because a model is never that certain. */
export function percent(probability: number): string {
  return probability > ALMOST_CERTAIN ? '> 99.9%' : `${Math.floor(probability * 1_000) / 10}%`
}

/** "+8.2" or "−3.1". */
export function signed(bits: number): string {
  return `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`
}

/** "address.first_line" reads "Address first line". */
export function fieldWords(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}
