import { sql } from 'kysely'
import type { Field } from '../../../../model/field.ts'
import { fieldsIn } from '../../../../model/formula/check-formula.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { listFields } from '../find-fields.ts'
import { readFormula } from './check-computed.ts'
import { formulaSql, quoted } from './formula-sql.ts'

const TRIGGERS_LOCK = 714_202_641
const tables: Record<string, string> = { deal: 'deals', company: 'companies' }

/**
 * Writes the trigger anew that works out the formulas of an object when a record is saved, in the transaction of the change
 * of a formula; and lets new records wait for their roll-ups.
 */
export async function followFormulas(trx: Trx, object: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TRIGGERS_LOCK})`.execute(trx)
  const table = tables[object] ?? 'records'
  const name = `compute_fields_of_${table}`
  const objects = tables[object] ? [object] : await computedObjects(trx)
  const bodies = await Promise.all(
    objects.map(async (one) => {
      const body = bodyOf(one, await listFields(trx, one, { archived: true }))
      return tables[one] ? body : `if new.object = ${quoted(one)} then\n${body}\nend if;`
    }),
  )
  const source = `begin\n${bodies.join('\n')}\nreturn new;\nend`
  await sql
    .raw(
      `create or replace function ${name}() returns trigger language plpgsql as ${quoted(source)};
       create or replace trigger compute_fields before insert or update on ${table}
         for each row execute function ${name}()`,
    )
    .execute(trx)
}

async function computedObjects(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ object: string }>`
    select distinct object from crm_fields where computed is not null and object not in ('deal', 'company', 'person')
    order by object`.execute(trx)
  return rows.map(({ object }) => object)
}

function bodyOf(object: string, fields: Field[]): string {
  const used = fields.filter(({ archived_at }) => archived_at === null)
  const hasRollups = used.some(({ computed }) => computed?.kind === 'rollup')
  return [
    ...(hasRollups
      ? [
          `if tg_op = 'INSERT' then insert into rollups_waiting (object, record_id) values (${quoted(object)}, new.id); end if;`,
        ]
      : []),
    ...inOrder(used, fields).map(
      ({ key, formula }) =>
        `new.fields := (new.fields - '${key}') || jsonb_strip_nulls(jsonb_build_object('${key}', ${formulaSql(formula, object)}));`,
    ),
  ].join('\n')
}

/** Formulas behind those whose values they read. */
function inOrder(used: Field[], all: Field[]) {
  const formulas = used.flatMap(({ object, key, computed }) =>
    computed?.kind === 'formula' ? [{ key, formula: readFormula({ object, key, computed }, all) }] : [],
  )
  const ordered: typeof formulas = []
  const place = (one: (typeof formulas)[number]): void => {
    if (ordered.includes(one)) return
    const reads = fieldsIn(one.formula)
    for (const other of formulas) if (reads.includes(other.key)) place(other)
    ordered.push(one)
  }
  formulas.forEach(place)
  return ordered
}
