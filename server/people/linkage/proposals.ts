import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'

/** Two people who are one by the model above the linking threshold, or because a reviewer said so. */
export type Proposal = { a: string; b: string; probability: number; decided: boolean; modelId: string }

/** What identity resolution should take for links of the lowest strength, among these people. */
export async function listProposals(db: Queryable, people: readonly string[]): Promise<Proposal[]> {
  const { rows } = await sql<Proposal>`
    select a, b, probability, state = 'same' as decided, model_id as "modelId" from linkage_pairs
    where state in ('proposed', 'same') and (a = any(${people}::uuid[]) or b = any(${people}::uuid[]))
    order by probability desc, a, b`.execute(db)
  return rows
}
