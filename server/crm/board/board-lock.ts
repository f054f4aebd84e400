import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'

/**
 * Lets one move at a time happen in these pipelines until the transaction ends. The lock of the stage moved to would not
 * do: two moves in opposite directions that both spread out ranks would wait for each other's deals.
 */
export async function lockBoards(trx: Trx, pipelineIds: string[]): Promise<void> {
  await sql`
    select from pipelines where id = any(${pipelineIds}::uuid[]) order by id for no key update`.execute(trx)
}

/** The same for the pipeline of a deal, which never changes. */
export async function lockBoardOf(trx: Trx, dealId: string): Promise<void> {
  await sql`
    select from pipelines where id = (select pipeline_id from deals where id = ${dealId}::uuid)
    for no key update`.execute(trx)
}

/** Keeps moves off the board while cards are put on its top; that may go on side by side. */
export async function shareBoard(trx: Trx, pipelineId: string): Promise<void> {
  await sql`select from pipelines where id = ${pipelineId} for share`.execute(trx)
}
