import { fail } from '../../../platform/errors.ts'
import type { SqlDefinition } from '../../../../model/sql-trait.ts'
import { createParams } from '../../compile/params.ts'
import type { Scan } from '../../compile/scan.ts'
import type { Scope } from '../../compile/scope.ts'
import { plainSql } from './plain-sql.ts'

/** What asking may cost, at the end of a query: the embedded engine answers one question at a time. */
export const SQL_LIMITS = `settings max_execution_time = 10, timeout_overflow_mode = 'throw', max_memory_usage = 1000000000,
  max_rows_in_join = 20000000, join_overflow_mode = 'throw', max_recursive_cte_evaluation_depth = 100, max_subquery_depth = 20,
  allow_introspection_functions = 0, date_time_output_format = 'iso'`

const LONGEST_BYTES = 4_000

/**
 * The query that works a trait in SQL out, in the shape of `compileValues`. Who is no more, or not in the scope, is left out of its
 * rows: what it gives of the others cannot depend on that. Must have passed `requireSafe`.
 */
export function compileSql(definition: Pick<SqlDefinition, 'query'>, scope: Scope): Scan {
  const params = createParams()
  const mine = scope === 'everybody' ? '' : `and id in ${params.add('Array(UUID)', scope.people)}`
  const query = `
    select toString(id) as person_id, [any(json)] as figures, ['0'] as oldest, ['0'] as newest
    from (
      select accurateCastOrNull(toString(person_id), 'UUID') as id, toJSONString(value) as json
      from (\n${cleaned(definition)}\n)
    )
    where id is not null and json not in ('null', 'nan', 'inf', '-inf') and id in (select person_id from people final) ${mine}
    group by id
    having throwIf(count() > 1, 'It gives more than one row for a person; group by person_id.') = 0
      and throwIf(max(length(json)) > ${LONGEST_BYTES}, 'It gives a value of more than ${LONGEST_BYTES} bytes.') = 0`
  return { query, params: params.values }
}

/** Without comments. Throws `validation_failed` for what is no whole statement. */
export function cleaned({ query }: Pick<SqlDefinition, 'query'>): string {
  const plain = plainSql(query)
  if ('sql' in plain) return plain.sql
  throw refused(`Line ${plain.line}: ${plain.problem}`)
}

/** Says what is wrong with the SQL. */
export function refused(problem: string): Error {
  return fail('validation_failed', problem, [{ field: 'definition.query', problem }])
}
