import { sql } from 'kysely'
import type { JsonObject } from '../../../../model/json.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { systemOf } from '../formats/formats.ts'
import { mappingOf, type Plan, type PlanContext, type SourceRow } from './context.ts'
import { findCompanies, groupIdOf, keysOf, type CompanyRef } from './find-companies.ts'
import { isFatal, problem } from './problems.ts'
import { readRow, type RowValues } from './read-row.ts'
import { outcomeOf } from './outcome-of.ts'
import { changedTraits, traitsOfRow } from './traits-of-row.ts'

export type CompanyWrite = {
  id: string
  groupId: string
  isNew: boolean
  traits: JsonObject
  external: { system: string; id: string } | null
}

/** Says what is to become of rows about companies. */
export async function planCompanies(
  db: Queryable,
  rows: SourceRow[],
  ctx: PlanContext,
): Promise<Plan<CompanyWrite>[]> {
  const file = rows[0]?.file ?? 0
  const mapping = mappingOf(ctx, file)
  const system = systemOf(ctx.files[file]?.format ?? null)
  const read = rows.map((row) => ({ row, values: readRow(row.cells, mapping) }))
  const refOf = ({ texts }: RowValues): CompanyRef => ({
    external: texts['external_id'],
    name: texts['name'],
    domain: mapping.match === 'domain' ? texts['domain'] : undefined,
  })
  const find = await findCompanies(db, ctx, { refs: read.map(({ values }) => refOf(values)), system })
  const found = read.map(({ row, values }) => ({ row, values, company: find(refOf(values)) }))
  const traitsNow = await companyTraits(
    db,
    found.flatMap(({ company }) => company?.id ?? []),
  )
  return found.map(({ row, values, company }) => {
    const ref = refOf(values)
    const groupId = company?.groupId ?? groupIdOf({ ...ref, domain: values.texts['domain'] })
    const id = company?.id ?? ctx.ids.of('group_id', groupId)
    const label = values.texts['name'] ?? values.texts['domain'] ?? ''
    const problems = [...values.problems, ...(groupId === '' ? [problem('missing_name')] : [])]
    const keys = keysOf({ ...ref, domain: values.texts['domain'] }, system)
    const earlier = keys.map((key) => ctx.planned?.get(key)).find((planned) => planned?.id === id)
    const traits = changedTraits(traitsOfRow(values), { ...traitsNow.get(id), ...earlier?.traits })
    const external = ref.external === undefined ? null : { system, id: ref.external }
    const { outcome, more } = outcomeOf(
      { row, isKnown: company !== null, isFatal: isFatal(problems), changes: Object.keys(traits).length > 0 },
      mapping.mode,
    )
    const write =
      outcome === 'new' || outcome === 'updated'
        ? { id, groupId, isNew: outcome === 'new', traits, external }
        : null
    return { row, outcome, label, problems: [...problems, ...more], recordId: company && id, write, keys }
  })
}

async function companyTraits(db: Queryable, ids: string[]): Promise<Map<string, JsonObject>> {
  const { rows } = await sql<{ id: string; traits: Record<string, { v: unknown }> }>`
    select id, traits from companies where id = any(${ids}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, traits }) => [
      id,
      Object.fromEntries(Object.entries(traits).map(([name, { v }]) => [name, v])),
    ]),
  )
}
