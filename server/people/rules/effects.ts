import type { IdentityEffect } from '../../../model/identity-rules.ts'

const EXAMPLES_PER_KIND = 12

export const noEffect = (): IdentityEffect => ({
  split: { people: 0, into: 0 },
  merged: { people: 0, into: 0 },
  identifiers: { blocked: 0, quarantined: 0, shared: 0, freed: 0 },
  examples: [],
})

/** What was found until now and what one page adds; of the examples the first of each kind. */
export function addEffects(known: IdentityEffect, more: IdentityEffect): IdentityEffect {
  const seen = new Map<string, number>()
  const examples = [...known.examples, ...more.examples].filter(({ kind }) => {
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    return (seen.get(kind) ?? 0) <= EXAMPLES_PER_KIND
  })
  return {
    split: addAll(known.split, more.split),
    merged: addAll(known.merged, more.merged),
    identifiers: addAll(known.identifiers, more.identifiers),
    examples,
  }
}

function addAll<Counts extends Record<string, number>>(known: Counts, more: Counts): Counts {
  return Object.fromEntries(
    Object.entries(known).map(([name, count]) => [name, count + (more[name] ?? 0)]),
  ) as Counts
}
