import { z } from 'zod'

/** What somebody decided about who is who. */
export const identityDecision = z.object({
  id: z.uuid(),
  kind: z.enum(['same', 'different']),
  /** Identifiers by their ids: `same` joins the first of each side, `different` keeps all of one from all of the other. */
  side_a: z.array(z.uuid()),
  side_b: z.array(z.uuid()),
  reason: z.string(),
  decided_by: z.string(),
  decided_at: z.iso.datetime(),
  revoked_by: z.string().nullable(),
  revoked_at: z.iso.datetime().nullable(),
  /** False while people are still being brought up to date with it. */
  settled: z.boolean(),
})
export type IdentityDecision = z.infer<typeof identityDecision>

const reason = z.string().trim().max(500).default('')

export const mergeInput = z.object({ other: z.uuid(), reason })
export const splitInput = z.object({ identifiers: z.array(z.uuid()).min(1).max(1_000), reason })

/** A decision that was made or taken back, and whose profiles it concerns. */
export const decisionOutcome = z.object({ decision: identityDecision, people: z.array(z.uuid()) })
export type DecisionOutcome = z.infer<typeof decisionOutcome>

const saying = z.object({ value: z.unknown(), at: z.iso.datetime(), source: z.string() })

/** Two people side by side: what each says, and whose value one person made of both would have. */
export const peopleComparison = z.object({
  traits: z.array(
    z.object({
      trait: z.string(),
      mine: saying.nullable(),
      theirs: saying.nullable(),
      wins: z.enum(['mine', 'theirs', 'equal']),
    }),
  ),
})
export type PeopleComparison = z.infer<typeof peopleComparison>

/** Why two are one person, or why not. */
export const pairExplanation = z.object({
  same: z.boolean(),
  sentence: z.string(),
  /** How evidence leads from one to the other; with what is refused on the way when they are not the same. */
  path: z.array(z.object({ from: z.string(), to: z.string(), accepted: z.boolean(), sentence: z.string() })),
})
export type PairExplanation = z.infer<typeof pairExplanation>
