import { createHash } from 'node:crypto'
import type { Pipeline, Stage } from '../../../../model/deal.ts'
import type { FileMapping, RowProblem } from '../../../../model/import.ts'
import { normalizeIdentifier, type KnownIdentifier } from '../../../people/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { systemOf } from '../formats/formats.ts'
import { dayOf } from '../values/parse-date.ts'
import { mappingOf, type Plan, type PlanContext, type SourceRow } from './context.ts'
import { dealMoves, type DealMoves } from './deal-moves.ts'
import { findCompanies, groupIdOf, normalName, type CompanyRef, type FoundCompany } from './find-companies.ts'
import { dealsByExternal, dealsByName, pipelineOf, stageOf, type ExistingDeal } from './find-deal-parts.ts'
import { knownPeople, personsOfIdentifiers, personsOfNames } from './find-people.ts'
import { outcomeOf } from './outcome-of.ts'
import { missingInStage } from './missing-in-stage.ts'
import { isFatal, problem } from './problems.ts'
import { readRow, type RowValues } from './read-row.ts'
import { stageKind } from './stage-words.ts'

export type DealWrite = {
  id: string
  existing: ExistingDeal | null
  name: string
  pipeline: Pipeline
  stage: Stage
  moves: DealMoves
  amount: number | null
  currency: string
  /** Whom it belongs to; a new one is made by the import. */
  person: { ref: string; fresh: KnownIdentifier | null; name: string | null } | null
  company: (FoundCompany & { name: string }) | null
  owner: { id: string | null; name: string } | null
  external: { system: string; id: string } | null
  /** The fields that get another value, of one that is there already. */
  changed: string[]
}

type Draft = {
  row: SourceRow
  values: RowValues
  company: CompanyRef
  personIds: KnownIdentifier[]
}

/** Says what is to become of rows about deals. */
export async function planDeals(
  db: Queryable,
  rows: SourceRow[],
  ctx: PlanContext,
): Promise<Plan<DealWrite>[]> {
  const file = rows[0]?.file ?? 0
  const mapping = mappingOf(ctx, file)
  const system = systemOf(ctx.files[file]?.format ?? null)
  const drafts = rows.map((row) => draftOf(row, { mapping, system, ctx }))
  const company = await findCompanies(db, ctx, { refs: drafts.map((draft) => draft.company), system })
  const person = await findPersons(db, drafts, ctx)
  const existing = await findExisting(db, drafts, { system, match: mapping.match })
  return drafts.map((draft) => {
    const found = company(draft.company)
    const whose = person(draft)
    return planOf(draft, {
      ctx,
      mapping,
      system,
      company: found,
      person: whose,
      existing: existing(draft, { company: found, person: whose }),
    })
  })
}

function draftOf(
  row: SourceRow,
  { mapping, system, ctx }: { mapping: FileMapping; system: string; ctx: PlanContext },
): Draft {
  const values = readRow(row.cells, mapping)
  const { texts } = values
  const named: [string, string | undefined][] = [
    ['email', texts['person_email']],
    [`${system}_id`, texts['person_id']],
  ]
  const personIds = named.flatMap(([type, value]) => {
    const normal = value === undefined ? null : normalizeIdentifier(type, value, ctx.rules)
    return normal ? [{ ...normal, id: ctx.ids.of(normal.type, normal.value) }] : []
  })
  return { row, values, company: { external: texts['company_id'], name: texts['company'] }, personIds }
}

type FoundPerson = { ref: string; personId: string | null; fresh: KnownIdentifier | null }

/** Whom each deal belongs to: by e-mail or id, else by a name that only one person bears; an e-mail nobody has makes one. */
async function findPersons(db: Queryable, drafts: Draft[], ctx: PlanContext) {
  const byIdentifier = await personsOfIdentifiers(
    db,
    drafts.flatMap(({ personIds }) => personIds.map(({ id }) => id)),
  )
  const names = drafts
    .filter(({ personIds }) => personIds.length === 0)
    .map(({ values }) => values.texts['person'])
  const byName = await personsOfNames(db, [
    ...new Set(names.flatMap((name) => (name ? [normalName(name)] : []))),
  ])
  const people = await knownPeople(db, [...byIdentifier.values(), ...[...byName.values()].flat()])
  return ({ personIds, values }: Draft): FoundPerson | null => {
    for (const { id } of personIds) {
      const known = people.get(byIdentifier.get(id) ?? '')
      if (known) return { ref: known.identifier.id, personId: known.id, fresh: null }
      if (ctx.planned?.has(`person ${id}`)) return { ref: id, personId: null, fresh: null }
    }
    const email = personIds.find(({ type }) => type === 'email')
    if (email) return { ref: email.id, personId: null, fresh: email }
    const name = normalName(values.texts['person'] ?? '')
    const [only, ...others] = byName.get(name) ?? []
    const known = others.length === 0 ? people.get(only ?? '') : undefined
    if (known) return { ref: known.identifier.id, personId: known.id, fresh: null }
    const planned = ctx.planned?.get(`person-name ${name}`)
    return planned ? { ref: planned.id, personId: null, fresh: null } : null
  }
}

type Owners = { company: FoundCompany | null; person: FoundPerson | null }

async function findExisting(
  db: Queryable,
  drafts: Draft[],
  { system, match }: { system: string; match: FileMapping['match'] },
) {
  const externals = drafts.flatMap(({ values }) => values.texts['external_id'] ?? [])
  const byExternal = await dealsByExternal(db, system, externals)
  const names = match === 'name' ? drafts.flatMap(({ values }) => values.texts['name'] ?? []) : []
  const byName = await dealsByName(db, [...new Set(names.map(normalName))])
  return ({ values: { texts } }: Draft, { company, person }: Owners): ExistingDeal[] => {
    const sure = byExternal.get(texts['external_id'] ?? '')
    if (sure) return [sure]
    return (byName.get(normalName(texts['name'] ?? '')) ?? []).filter(
      (deal) =>
        (company !== null && deal.company_id === company.id) ||
        (person?.personId !== undefined && person.personId !== null && deal.person_id === person.personId),
    )
  }
}

type Planning = Owners & { ctx: PlanContext; mapping: FileMapping; system: string; existing: ExistingDeal[] }

function planOf(draft: Draft, planning: Planning): Plan<DealWrite> {
  const { row, values } = draft
  const { ctx, mapping, system, existing } = planning
  const known = existing[0] ?? null
  const place = placeOf(values, planning, known)
  const whom = whomOf(draft, planning)
  const problems = [...values.problems, ...place.problems, ...whom.problems]
  if (existing.length > 1) problems.push(problem('matches_several'))
  if (!known && !values.texts['name']) problems.push(problem('missing_name'))
  if (!known && !whom.person && !whom.company) problems.push(problem('missing_owner_record'))
  const write = place.pipeline && place.stage ? writeOf(draft, planning, { ...whom, ...place, known }) : null
  if (write && !isFatal(problems)) problems.push(...missingInStage(write, ctx))
  const facts = {
    row,
    isKnown: known !== null,
    isFatal: isFatal(problems) || write === null,
    changes: (write?.changed.length ?? 0) > 0,
  }
  const { outcome, more } = outcomeOf(facts, mapping.mode)
  const external = values.texts['external_id']
  const earlier = external === undefined ? undefined : ctx.planned?.get(`deal ${system} ${external}`)
  if (earlier) more.push(problem('same_as_row', { more: `(Row ${earlier.row + 1})` }))
  return {
    row,
    outcome: earlier && outcome === 'new' ? 'updated' : outcome,
    label: values.texts['name'] ?? known?.name ?? '',
    problems: [...problems, ...more],
    recordId: known?.id ?? null,
    write: outcome === 'new' || outcome === 'updated' ? write : null,
    keys: external === undefined ? [] : [`deal ${system} ${external}`],
  }
}

type PlaceOf = { pipeline: Pipeline | null; stage: Stage | null; problems: RowProblem[] }

/** Where the deal stands. A status "won" counts for more than the stage it was won in. */
function placeOf({ texts }: RowValues, { mapping, ctx }: Planning, known: ExistingDeal | null): PlaceOf {
  const current =
    known && !texts['pipeline'] ? ctx.pipelines.find(({ id }) => id === known.pipeline_id) : undefined
  const pipeline = current ?? pipelineOf(texts['pipeline'], mapping, ctx)
  const column = (field: string) => mapping.columns.findIndex((t) => t && 'field' in t && t.field === field)
  if (!pipeline) {
    const where = { column: column('pipeline'), value: texts['pipeline'] ?? '' }
    return { pipeline, stage: null, problems: [problem('unknown_pipeline', where)] }
  }
  const kind = stageKind(texts['status'] ?? '')
  const name = kind === 'open' ? texts['stage'] : texts['status']
  const stays = !name && known ? pipeline.stages.find(({ id }) => id === known.stage_id) : undefined
  const stage = stays ?? stageOf(pipeline, name)
  const where = {
    column: column('stage'),
    value: name ?? '',
    more: `It has: ${pipeline.stages.map((s) => s.name).join(', ')}.`,
  }
  return { pipeline, stage, problems: stage ? [] : [problem('unknown_stage', where)] }
}

type Whom = Pick<DealWrite, 'person' | 'company'> & { problems: RowProblem[] }

function whomOf(
  { values: { texts }, company: ref, personIds }: Draft,
  { company, person, mapping, ctx }: Planning,
): Whom {
  const problems: RowProblem[] = []
  const name = ref.name ?? ''
  const made = !company && name !== '' && mapping.create_companies
  if (!company && !made && (name !== '' || ref.external))
    problems.push(problem('unknown_company', { value: name }))
  if (!person && (texts['person'] || personIds.length > 0))
    problems.push(problem('unknown_person', { value: texts['person'] ?? personIds[0]?.value ?? '' }))
  const groupId = groupIdOf({ name })
  const newCompany = made ? { id: ctx.ids.of('group_id', groupId), groupId, isKnown: false, name } : null
  return {
    person: person && { ref: person.ref, fresh: person.fresh, name: texts['person'] ?? null },
    company: company ? { ...company, name } : newCompany,
    problems,
  }
}

type Parts = Whom & PlaceOf & { known: ExistingDeal | null }

function writeOf({ row, values }: Draft, { ctx, mapping, system }: Planning, parts: Parts): DealWrite | null {
  const { pipeline, stage, person, company, known } = parts
  if (!pipeline || !stage) return null
  const { texts, numbers } = values
  const external = texts['external_id'] === undefined ? null : { system, id: texts['external_id'] }
  const history = (external && ctx.history.get(external.id)) ?? []
  const owner = texts['owner']
    ? (ctx.users.get(texts['owner'].toLowerCase()) ?? { id: null, name: texts['owner'] })
    : null
  const write: DealWrite = {
    id: known?.id ?? dealId(ctx.importId, row),
    existing: known,
    name: (texts['name'] ?? known?.name ?? '').slice(0, 300),
    pipeline,
    stage,
    moves: dealMoves(values, { pipeline, stage, history, now: ctx.now }),
    amount: numbers['amount'] ?? known?.amount ?? null,
    currency: values.currency ?? known?.currency ?? mapping.currency ?? pipeline.currency,
    person,
    company,
    owner,
    external,
    changed: [],
  }
  return { ...write, changed: known ? changedFields(write, known) : [] }
}

/** The same row always makes the same deal. */
function dealId(importId: string, { file, row }: SourceRow): string {
  const hex = createHash('sha256').update(`${importId} ${file} ${row}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function changedFields(write: DealWrite, known: ExistingDeal): string[] {
  const closeDay = write.moves.closeDay && dayOf(write.moves.closeDay)
  const checks: [string, boolean][] = [
    ['name', write.name !== known.name],
    ['amount', write.amount !== known.amount],
    ['currency', write.currency !== known.currency],
    ['expected_close_on', closeDay !== null && closeDay !== known.expected_close_on],
    ['person_ref', write.person !== null && write.person.ref !== known.person_ref],
    ['company_id', write.company !== null && write.company.id !== known.company_id],
    ['owner', write.owner !== null && write.owner.name !== known.owner_name],
    ['stage_id', write.stage.id !== known.stage_id && write.pipeline.id === known.pipeline_id],
  ]
  return checks.flatMap(([name, isChanged]) => (isChanged ? [name] : []))
}
