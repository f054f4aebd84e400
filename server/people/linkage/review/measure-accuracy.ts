import { sql } from 'kysely'
import type { LinkageAccuracy } from '../../../../model/linkage.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { readAutomatic } from '../automatic/automatic.ts'
import { probabilityOf } from '../engine/parameters.ts'
import { MATCHING } from './decide-pair.ts'

/** The quantile of the normal distribution for 95% confidence. */
const Z = 1.96

type Row = { bits: number; same: number; different: number; open: number }

/**
 * Precision and recall by threshold, in whole bits, measured against what reviewers decided and nobody took back, by the
 * weight that the pair had then. Pairs below the asking threshold are never decided, so recall is that among the pairs that
 * were asked about.
 */
export async function measureAccuracy(db: Queryable): Promise<LinkageAccuracy> {
  const { rows } = await sql<Row>`
    with decided as (
      select floor(l.weight)::float8 as bits, l.decision from linkage_labels l
        left join identity_decisions d on d.id = l.decision_id
      where l.decision <> 'unsure' and l.actor_id is distinct from ${MATCHING} and d.revoked_at is null
    ), waiting as (
      select floor(weight)::float8 as bits from linkage_pairs where state in ('proposed', 'waiting')
    )
    select bits, count(*) filter (where decision = 'same')::int as same,
      count(*) filter (where decision = 'different')::int as different, count(*) filter (where decision = 'open')::int as open
    from (select bits, decision from decided union all select bits, 'open' from waiting) t
    group by bits order by bits desc`.execute(db)
  const { rows: models } = await sql<{ ask_at: number; link_at: number }>`
    select (settings ->> 'askAt')::float8 as ask_at, (settings ->> 'linkAt')::float8 as link_at
    from linkage_models order by created_at desc, id desc limit 1`.execute(db)
  const { on, from } = await readAutomatic(db)
  const total = (key: 'same' | 'different') => rows.reduce((sum, row) => sum + row[key], 0)
  return {
    same: total('same'),
    different: total('different'),
    ask_at: models[0]?.ask_at ?? null,
    link_at: models[0]?.link_at ?? null,
    automatic_from: on ? from : null,
    data: byThreshold(rows, total('same')),
  }
}

function byThreshold(rows: Row[], allSame: number): LinkageAccuracy['data'] {
  let [same, different, open] = [0, 0, 0]
  return rows.map((row) => {
    same += row.same
    different += row.different
    open += row.open
    return {
      weight: row.bits,
      threshold: probabilityOf(row.bits),
      same,
      different,
      open,
      precision: shareOf(same, same + different),
      recall: shareOf(same, allSame),
    }
  })
}

/** A share with its 95% confidence interval after Wilson (1927), which holds for few decisions and shares near 1; null of none. */
function shareOf(some: number, all: number): LinkageAccuracy['data'][number]['precision'] {
  if (all === 0) return null
  const share = some / all
  const centre = share + Z ** 2 / (2 * all)
  const reach = Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2))
  const scale = 1 + Z ** 2 / all
  return {
    share,
    least: Math.max(0, (centre - reach) / scale),
    most: Math.min(1, (centre + reach) / scale),
  }
}
