import { sql } from 'kysely'
import { fail, invariant } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'

/** Where a deal is to stand: behind that one in the column of this stage; null: at its top. */
export type Target = { dealId: string; stageId: string; afterDealId: string | null }

type Gap = { above: number | null; below: number | null }

/**
 * The rank that puts a deal where it is to stand. Spreads the column's ranks out first when there is no number left in
 * between. The caller holds the lock of the board. Throws `conflict` when the deal to stand behind has gone elsewhere.
 */
export async function rankAt(trx: Trx, target: Target): Promise<number> {
  const rank = rankBetween(await findGap(trx, target))
  if (rank !== null) return rank
  await spreadRanks(trx, target.stageId)
  const spread = rankBetween(await findGap(trx, target))
  invariant(spread !== null, 'There is room between two ranks that were just spread out.')
  return spread
}

/** A number between two ranks (null: there is no neighbour on that side); null when there is none left. */
export function rankBetween({ above, below }: Gap): number | null {
  const rank = middle(above, below)
  return (above === null || above < rank) && (below === null || rank < below) ? rank : null
}

function middle(above: number | null, below: number | null): number {
  if (above === null) return below === null ? 0 : below - 1
  return below === null ? above + 1 : above + (below - above) / 2
}

function findGap(trx: Trx, target: Target): Promise<Gap> {
  return target.afterDealId === null ? gapAtTop(trx, target) : gapBehind(trx, target)
}

async function gapAtTop(trx: Trx, { dealId, stageId }: Target): Promise<Gap> {
  const { rows } = await sql<{ rank: number }>`
    select rank from deals where stage_id = ${stageId} and id <> ${dealId} and deleted_at is null
    order by rank, id limit 1`.execute(trx)
  return { above: null, below: rows[0]?.rank ?? null }
}

async function gapBehind(trx: Trx, { dealId, stageId, afterDealId }: Target): Promise<Gap> {
  const { rows } = await sql<{ above: number; below: number | null }>`
    select a.rank as above, b.rank as below
    from deals a
    left join lateral (
      select rank from deals
      where stage_id = a.stage_id and id <> ${dealId} and deleted_at is null and (rank, id) > (a.rank, a.id)
      order by rank, id limit 1
    ) b on true
    where a.id = ${afterDealId} and a.stage_id = ${stageId} and a.deleted_at is null`.execute(trx)
  if (!rows[0])
    throw fail('conflict', 'The deal to stand behind is no longer in this stage. Reload and try again.')
  return rows[0]
}

/** Deleted deals too, so that a restored one stands where it stood. */
async function spreadRanks(trx: Trx, stageId: string): Promise<void> {
  await sql`
    update deals d set rank = n.place
    from (select id, row_number() over (order by rank, id) as place from deals where stage_id = ${stageId}) n
    where d.id = n.id and d.rank <> n.place`.execute(trx)
}
