import type { ImportObject } from '../../../../model/import.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import type { ApplyContext } from '../apply/apply-context.ts'
import { applyCompanies } from '../apply/apply-companies.ts'
import { applyDeals } from '../apply/apply-deals.ts'
import { applyPeople } from '../apply/apply-people.ts'
import {
  mappingOf,
  type Plan,
  type PlanContext,
  type PlannedRecord,
  type SourceRow,
} from '../plan/context.ts'
import { normalName } from '../plan/find-companies.ts'
import { planCompanies } from '../plan/plan-companies.ts'
import { planDeals } from '../plan/plan-deals.ts'
import { planHistory } from '../plan/plan-history.ts'
import { planPeople } from '../plan/plan-people.ts'

/** A record that a row makes or changes, with what it says of it as far as later rows have to know. */
type Made = Pick<PlannedRecord, 'id'> & Partial<Pick<PlannedRecord, 'traits' | 'companies'>>

/** A kind of record: how its rows are planned, and how the plans are written. */
type ObjectDefinition<Write> = {
  plan(db: Queryable, rows: SourceRow[], ctx: PlanContext): Promise<Plan<Write>[]>
  apply(trx: Trx, plans: Plan<Write>[], ctx: ApplyContext): Promise<void>
  /** Under which keys later rows find what this one makes, in a check. */
  makes(write: Write, plan: Plan<Write>): [key: string, made: Made][]
}

/** Hides the kind of write, so that definitions of different kinds lie in one table. */
function define<Write>({ plan, apply, makes }: ObjectDefinition<Write>) {
  return {
    async plan(db: Queryable, rows: SourceRow[], ctx: PlanContext) {
      const plans = await plan(db, rows, ctx)
      return {
        plans: plans as Plan<unknown>[],
        /** Writes those of the plans that are about these rows. */
        apply(trx: Trx, chosen: Plan<unknown>[], context: ApplyContext) {
          const mine = new Set(chosen.map(({ row }) => row))
          return apply(
            trx,
            plans.filter(({ row }) => mine.has(row)),
            context,
          )
        },
      }
    },
    makes: (place: Plan<unknown>) => {
      const typed = place as Plan<Write>
      return typed.write ? makes(typed.write, typed) : []
    },
  }
}

const newCompany = (company: { id: string; name: string; isKnown: boolean } | null): [string, Made][] =>
  company && !company.isKnown ? [[`company-name ${normalName(company.name)}`, { id: company.id }]] : []

const definitions = {
  companies: define({
    plan: planCompanies,
    apply: applyCompanies,
    makes: ({ id, traits }, { keys }) => keys.map((key): [string, Made] => [key, { id, traits }]),
  }),
  people: define({
    plan: planPeople,
    apply: applyPeople,
    makes: ({ identifiers, traits, company }, { keys, label }) => {
      const id = identifiers[0]?.id ?? ''
      const made = { id, traits, companies: company ? [company.id] : [] }
      return [
        ...keys.map((key): [string, Made] => [key, made]),
        [`person-name ${normalName(label)}`, { id }],
        ...newCompany(company),
      ]
    },
  }),
  stage_history: define({ plan: planHistory, apply: async () => undefined, makes: () => [] }),
  deals: define({
    plan: planDeals,
    apply: applyDeals,
    makes: ({ id, company }, { keys }) => [
      ...keys.map((key): [string, Made] => [key, { id }]),
      ...newCompany(company),
    ],
  }),
} satisfies Record<ImportObject, unknown>

/** What is to become of rows of one file, as far as can be told without writing; remembers what they would make. */
export async function checkRows(
  db: Queryable,
  rows: SourceRow[],
  ctx: PlanContext,
): Promise<Plan<unknown>[]> {
  const { object } = mappingOf(ctx, rows[0]?.file ?? 0)
  const definition = definitions[object]
  const all: Plan<unknown>[] = []
  for (let left = rows; left.length > 0;) {
    const { plans } = await definition.plan(db, left, ctx)
    const { first, later } = splitByKey(plans)
    for (const plan of first)
      for (const [key, made] of definition.makes(plan)) remember(ctx, { key, made, row: plan.row })
    all.push(...first)
    left = later
  }
  return all
}

function remember({ planned }: PlanContext, { key, made, row }: { key: string; made: Made; row: SourceRow }) {
  const earlier = planned?.get(key) ?? {
    id: made.id,
    file: row.file,
    row: row.row,
    traits: {},
    companies: [],
  }
  planned?.set(key, {
    ...earlier,
    traits: { ...earlier.traits, ...made.traits },
    companies: [...earlier.companies, ...(made.companies ?? [])],
  })
}

/** Plans and writes rows of one file. Rows about the same record are done one after the other, each seeing the one before. */
export async function writeRows(trx: Trx, rows: SourceRow[], ctx: ApplyContext): Promise<Plan<unknown>[]> {
  const { object } = mappingOf(ctx, rows[0]?.file ?? 0)
  const all: Plan<unknown>[] = []
  for (let left = rows; left.length > 0;) {
    const { plans, apply } = await definitions[object].plan(trx, left, ctx)
    const { first, later } = splitByKey(plans)
    await apply(trx, first, ctx)
    all.push(...first)
    left = later
  }
  return all
}

/** The rows that share no key with an earlier one of them, and the others. */
function splitByKey(plans: Plan<unknown>[]): { first: Plan<unknown>[]; later: SourceRow[] } {
  const taken = new Set<string>()
  const first: Plan<unknown>[] = []
  const later: SourceRow[] = []
  for (const plan of plans) {
    if (plan.keys.some((key) => taken.has(key))) later.push(plan.row)
    else first.push(plan)
    for (const key of plan.keys) taken.add(key)
  }
  return { first, later }
}
