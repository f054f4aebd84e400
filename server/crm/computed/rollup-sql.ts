import { sql, type RawBuilder } from 'kysely'
import type { Rollup, RollupFunction } from '../../../model/computed-field.ts'
import type { Field } from '../../../model/field.ts'
import { systemActor } from '../../access/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { columnOf } from '../views/columns.ts'
import { filterOf, knownTo } from '../views/question.ts'

type Fragment = RawBuilder<unknown>
type RollupField = Pick<Field, 'object' | 'type' | 'settings'> & { computed: Rollup }

const MOMENT = sql`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`

/** What a roll-up comes to for row `t` of its object's table, as jsonb. */
export async function rollupSql(db: Queryable, field: RollupField): Promise<Fragment> {
  const { computed } = field
  if (computed.of === 'activity') return activitiesSql(field.object, computed)
  const known = await knownTo(db, systemActor, { object: computed.of, filter: computed.filter })
  const { source, fields } = known
  const by = fields.find(({ key }) => key === computed.by)
  const leadsHere = by
    ? sql`r.id in (select x.record_id from record_relations x where x.field_id = ${by.id}::uuid and x.target_id = t.id)`
    : sql`r.company_id = t.id`
  const value = computed.field === null ? null : columnOf(known, computed.field)
  const inCurrency =
    computed.of === 'deal' && computed.field === 'amount'
      ? sql`and r.currency = ${field.settings.currency ?? ''}`
      : sql``
  const filter = computed.filter ? sql`and ${filterOf(known, computed.filter)}` : sql``
  return sql`(select ${gathered(computed.function, value ? shown(value.value, value.kind) : null)}
    from ${source.table} r where ${source.base} and ${leadsHere} ${inCurrency} ${filter})`
}

/** Days and moments in the form in which fields keep them, which compares as they do. */
function shown(value: Fragment, kind: string): Fragment {
  if (kind === 'day') return sql`to_char(${value}, 'YYYY-MM-DD')`
  return kind === 'time' ? moment(value) : value
}

function moment(value: Fragment): Fragment {
  return sql`to_char(${value} at time zone 'UTC', ${MOMENT})`
}

function gathered(how: RollupFunction, value: Fragment | null): Fragment {
  if (how === 'count' || value === null) return sql`to_jsonb(count(*))`
  switch (how) {
    case 'sum':
      return sql`to_jsonb(coalesce(trim_scale(sum(${value})), 0))`
    case 'average':
      return sql`to_jsonb(trim_scale(round(avg(${value}), 6)))`
    case 'smallest':
      return sql`to_jsonb(min(${value}))`
    case 'largest':
      return sql`to_jsonb(max(${value}))`
  }
}

function activitiesSql(object: string, { function: how, field, activities }: Rollup): Fragment {
  const { kinds = [], state = 'all' } = activities ?? {}
  const ofKinds = kinds.length > 0 ? sql`and a.kind = any(${kinds}::text[])` : sql``
  const inState = { all: sql``, open: sql`and a.done_at is null`, done: sql`and a.done_at is not null` }[
    state
  ]
  const value = field === 'due_at' ? sql`a.due_at` : sql`a.done_at`
  return sql`(select ${gathered(how, how === 'count' ? null : moment(value))}
    from activity_links l join activities a on a.id = l.activity_id
    where l.ref = t.id and l.kind = ${object} and a.deleted_at is null ${ofKinds} ${inState})`
}
