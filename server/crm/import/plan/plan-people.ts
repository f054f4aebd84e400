import type { JsonObject } from '../../../../model/json.ts'
import type { FileMapping, RowProblem } from '../../../../model/import.ts'
import { byStrength, normalizeIdentifier, type KnownIdentifier } from '../../../people/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { systemOf } from '../formats/formats.ts'
import { mappingOf, type Plan, type PlanContext, type PlannedRecord, type SourceRow } from './context.ts'
import {
  findCompanies,
  groupIdOf,
  keysOf,
  normalName,
  type CompanyRef,
  type FoundCompany,
} from './find-companies.ts'
import {
  knownPeople,
  personsOfIdentifiers,
  personsOfNames,
  personsOfPhones,
  type KnownPerson,
} from './find-people.ts'
import { outcomeOf } from './outcome-of.ts'
import { isFatal, problem } from './problems.ts'
import { readRow, type RowValues } from './read-row.ts'
import { changedTraits, traitsOfRow } from './traits-of-row.ts'

export type PersonWrite = {
  /** Strongest first; of somebody known, the one they are known by is among them. */
  identifiers: KnownIdentifier[]
  isNew: boolean
  traits: JsonObject
  company: (FoundCompany & { name: string }) | null
}

type Draft = {
  row: SourceRow
  values: RowValues
  name: string
  phone: string
  company: CompanyRef
  identifiers: KnownIdentifier[]
}

/** Says what is to become of rows about people. */
export async function planPeople(
  db: Queryable,
  rows: SourceRow[],
  ctx: PlanContext,
): Promise<Plan<PersonWrite>[]> {
  const file = rows[0]?.file ?? 0
  const mapping = mappingOf(ctx, file)
  const system = systemOf(ctx.files[file]?.format ?? null)
  const drafts = rows.map((row) => draftOf(row, { mapping, system, ctx }))
  const companies = await findCompanies(db, ctx, { refs: drafts.map(({ company }) => company), system })
  const match = await matchPeople(db, drafts, mapping)
  return drafts.map((draft) => {
    const company = isNamed(draft.company) ? companies(draft.company) : null
    return planOf(draft, { mapping, ctx, company, ...match(draft, company, ctx) })
  })
}

type DraftOptions = { mapping: FileMapping; system: string; ctx: PlanContext }

function draftOf(row: SourceRow, { mapping, system, ctx }: DraftOptions): Draft {
  const values = readRow(row.cells, mapping)
  const { texts } = values
  const name = texts['name'] ?? [texts['first_name'], texts['last_name']].filter(Boolean).join(' ')
  const phone = (texts['phone'] ?? '').replaceAll(/\D/g, '')
  const company = { external: texts['company_id'], domain: texts['company_domain'], name: texts['company'] }
  const named: [string, string | undefined][] = [
    ['user_id', texts['user_id']],
    ['email', texts['email']],
    [`${system}_id`, texts['external_id']],
  ]
  const identifiers = named.flatMap(([type, value]) => identifier(type, value, ctx))
  // Who has neither is known by name, company and phone, so that the same file imported again makes nobody twice.
  if (identifiers.length === 0 && name !== '')
    identifiers.push(
      ...identifier('contact', [name, company.name ?? '', phone].join(' · ').toLowerCase(), ctx),
    )
  return { row, values, name, phone, company, identifiers: identifiers.toSorted(byStrength(ctx.rules)) }
}

function identifier(type: string, value: string | undefined, { ids, rules }: PlanContext): KnownIdentifier[] {
  const normal = value === undefined ? null : normalizeIdentifier(type, value.slice(0, 500), rules)
  return normal ? [{ ...normal, id: ids.of(normal.type, normal.value) }] : []
}

type Match = {
  known: KnownPerson | null
  plannedAs: string | null
  similar: KnownPerson | null
  several: boolean
}

/** Who a row is about: by its identifiers, then by phone or by name and company where the mapping says so. */
async function matchPeople(db: Queryable, drafts: Draft[], { match }: FileMapping) {
  const byIdentifier = await personsOfIdentifiers(
    db,
    drafts.flatMap((one) => one.identifiers.map(({ id }) => id)),
  )
  const rest = drafts.filter((draft) => personsOf(draft, byIdentifier).length === 0)
  const byPhone = await personsOfPhones(db, [
    ...new Set(rest.map(({ phone }) => phone).filter((phone) => phone.length > 5)),
  ])
  const byName = await personsOfNames(db, [
    ...new Set(rest.map(({ name }) => normalName(name)).filter(Boolean)),
  ])
  const candidates = [byIdentifier.values(), [...byPhone.values()].flat(), [...byName.values()].flat()]
  const people = await knownPeople(
    db,
    candidates.flatMap((ids) => [...ids]),
  )
  return (draft: Draft, company: FoundCompany | null, ctx: PlanContext): Match => {
    const sure = personsOf(draft, byIdentifier)
    const known = (id: string | undefined) => people.get(id ?? '') ?? null
    const plannedAs = draft.identifiers.find(({ id }) => ctx.planned?.has(`person ${id}`))?.id ?? null
    const none = { known: null, plannedAs, similar: null, several: false }
    if (sure.length > 0) return { ...none, known: known(sure[0]), several: sure.length > 1 }
    const phones = byPhone.get(draft.phone) ?? []
    const names = (byName.get(normalName(draft.name)) ?? []).filter(
      (id) => !company || known(id)?.companies.includes(company.id),
    )
    if (match === 'phone' && phones.length > 0)
      return { ...none, known: known(phones[0]), several: phones.length > 1 }
    if (match === 'name' && names.length > 0)
      return { ...none, known: known(names[0]), several: names.length > 1 }
    return { ...none, similar: known(phones[0] ?? byName.get(normalName(draft.name))?.[0]) }
  }
}

function personsOf({ identifiers }: Draft, byIdentifier: Map<string, string>): string[] {
  return [...new Set(identifiers.flatMap(({ id }) => byIdentifier.get(id) ?? []))]
}

type Planning = Match & { mapping: FileMapping; ctx: PlanContext; company: FoundCompany | null }

function planOf(draft: Draft, planning: Planning): Plan<PersonWrite> {
  const { row, values, identifiers } = draft
  const { mapping, ctx, company, similar } = planning
  const merged = planning.known ?? (row.decision === 'merge' ? similar : null)
  const earlier = ctx.planned?.get(`person ${planning.plannedAs}`)
  const problems = problemsOf(draft, planning, earlier)
  const traits = changedTraits(traitsOfRow(values), { ...merged?.traits, ...earlier?.traits })
  const companies = [...(merged?.companies ?? []), ...(earlier?.companies ?? [])]
  const joined = companyOf(draft, { company, ctx, mapping, companies })
  const isKnown = merged !== null || planning.plannedAs !== null
  const changes = Object.keys(traits).length > 0 || joined !== null
  const facts = { row, isKnown, isFatal: isFatal(problems), changes }
  const { outcome, more } = outcomeOf(facts, mapping.mode)
  const isUndecided = outcome === 'new' && similar !== null && row.decision === null
  const write =
    outcome === 'new' || outcome === 'updated'
      ? {
          identifiers: [...(merged ? [merged.identifier] : []), ...identifiers]
            .filter((one, place, all) => all.findIndex(({ id }) => id === one.id) === place)
            .toSorted(byStrength(ctx.rules)),
          isNew: outcome === 'new',
          traits,
          company: joined,
        }
      : null
  return {
    row,
    outcome: isUndecided ? 'duplicate' : outcome,
    label: draft.name || values.texts['email'] || identifiers[0]?.value || '',
    problems: [...problems, ...more, ...(isUndecided ? [problem('similar_record')] : [])],
    recordId: merged?.id ?? similar?.id ?? null,
    write,
    keys: identifiers.map(({ id }) => `person ${id}`),
  }
}

function problemsOf(
  draft: Draft,
  { several, company, mapping }: Planning,
  earlier: PlannedRecord | undefined,
): RowProblem[] {
  const { values, identifiers } = draft
  const problems = [...values.problems]
  if (identifiers.length === 0) problems.push(problem('missing_identity'))
  if (several) problems.push(problem('matches_several'))
  const makes =
    mapping.create_companies && groupIdOf({ domain: draft.company.domain, name: draft.company.name }) !== ''
  if (isNamed(draft.company) && !company && !makes) problems.push(problem('unknown_company'))
  if (earlier) problems.push(problem('same_as_row', { more: `(Row ${earlier.row + 1})` }))
  return problems
}

type Joining = {
  company: FoundCompany | null
  ctx: PlanContext
  mapping: FileMapping
  /** Where the person is a member already. */
  companies: string[]
}

/** The company that a row makes its person a member of; null when it is one already. */
function companyOf(
  { company: ref }: Draft,
  { company, ctx, mapping, companies }: Joining,
): PersonWrite['company'] {
  if (company && companies.includes(company.id)) return null
  const name = ref.name ?? ref.domain ?? ''
  if (company) return { ...company, name }
  const groupId = groupIdOf({ domain: ref.domain, name: ref.name })
  if (!isNamed(ref) || !mapping.create_companies || groupId === '') return null
  return { id: ctx.ids.of('group_id', groupId), groupId, isKnown: false, name }
}

/** An id of another system alone names a company that cannot be made of it. */
function isNamed(ref: CompanyRef): boolean {
  return keysOf({ domain: ref.domain, name: ref.name }, '').length > 0 || ref.external !== undefined
}
