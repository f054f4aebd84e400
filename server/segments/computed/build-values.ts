import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ComputedDefinition } from '../../../model/computed-trait.ts'
import { storeComputed } from '../../people/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { DAY_MS } from '../compile/days.ts'
import { watchChanges, type ChangedSince } from '../changed-since.ts'
import { CHANGES_PER_TRANSACTION, FIRST_ID, LAST_ID, PEOPLE_PER_PAGE } from '../evaluate-everybody.ts'
import { shareScans } from '../share-scans.ts'
import { compileValues, type Figure } from './compile-values.ts'
import { concernedPeople } from './concerned-people.ts'
import { writeOf } from './evaluate-values.ts'
import {
  failTrait,
  growTraits,
  listEvaluatedTraits,
  lockTraits,
  weightOfTrait,
  type EvaluatedTrait,
} from './evaluated-trait.ts'
import { followValues } from './follow-values.ts'
import { findCuts } from './find-cuts.ts'
import { tellDue } from './pass-days.ts'
import { renewModels } from './prediction/renew-models.ts'
import { SQL_LIMITS } from './sql/compile-sql.ts'
import { inWords } from './sql/engine-words.ts'
import { requireSafe } from './sql/require-safe.ts'

const HOUR_MS = 3_600_000

/**
 * Works out the traits that wait for it, once a day those that compare people with everybody or with the past, and those in SQL as often as they ask
 * for it.
 */
export async function buildTraits(platform: Platform, isStopped = () => false): Promise<void> {
  const waiting = await listEvaluatedTraits(platform.db, ['building'])
  const live = await listEvaluatedTraits(platform.db, ['live'])
  const old = live.filter(
    ({ definition, evaluated_at }) =>
      (evaluated_at?.getTime() ?? 0) <= platform.clock.now() - refreshedAfter(definition),
  )
  const traits = [...waiting, ...old]
  if (traits.length > 0) await evaluateEverybodysValues(platform, traits, isStopped)
}

/** For how long, in ms, a look at everybody is good. */
function refreshedAfter(definition: ComputedDefinition): number {
  if (definition.kind === 'sql') return definition.refresh_hours * HOUR_MS
  return definition.kind === 'rfm' || definition.kind === 'prediction' ? DAY_MS : Infinity
}

type Building = {
  platform: Platform
  run: string
  now: number
  changed: ChangedSince
  isStopped: () => boolean
}

/**
 * Works traits out over everybody and brings the values in line, a page of people at a time. It may be cut off at any time and
 * be run again. Throws when the warehouse does not answer.
 */
export async function evaluateEverybodysValues(
  platform: Platform,
  asked: EvaluatedTrait[],
  isStopped: () => boolean,
): Promise<void> {
  const run = randomUUID()
  const building = {
    platform,
    run,
    now: platform.clock.now(),
    changed: await watchChanges(platform, followValues.handles),
    isStopped,
  }
  try {
    const { ready: traits, failures: unlearned } = await renewModels(platform, asked)
    const failed = new Set<EvaluatedTrait>()
    const took = new Map<EvaluatedTrait, number>()
    const failures = await shareScans(platform, traits, {
      weigh: weightOfTrait,
      async scan(together) {
        const start = performance.now()
        await storeFigures(building, together)
        for (const trait of together) took.set(trait, (performance.now() - start) / together.length)
      },
    })
    for (const { one, error } of [...unlearned, ...failures]) {
      failed.add(one)
      await failTrait(platform.db, one, error)
    }
    for (const trait of traits.filter((one) => !failed.has(one)))
      await settleTrait(building, trait, Math.round(took.get(trait) ?? 0))
  } finally {
    await platform.warehouse.command(`alter table computed_evaluations drop partition '${run}'`)
  }
}

async function storeFigures({ platform, run, now }: Building, traits: EvaluatedTrait[]): Promise<void> {
  const definitions = traits.map(({ definition }) => definition)
  const isSql = definitions[0]?.kind === 'sql'
  for (const definition of definitions) await requireSafe(platform, definition)
  const { query, params } = compileValues(traits, 'everybody', now)
  const store = () =>
    platform.warehouse.command(
      `insert into computed_evaluations (run, trait_id, person_id, figure, oldest, newest)
     select {run:UUID}, {traits:Array(UUID)}[place], person_id, figures[place], toInt64(oldest[place]), toInt64(newest[place])
     from (${query}) array join range(1, ${traits.length + 1}) as place where figures[place] != '' ${isSql ? SQL_LIMITS : ''}`,
      { ...params, run, traits: traits.map(({ id }) => id) },
    )
  await (isSql ? inWords(store) : store())
}

async function settleTrait(building: Building, unready: EvaluatedTrait, milliseconds: number): Promise<void> {
  const { platform, run, isStopped } = building
  const trait = await begin(building, unready)
  if (!trait) return
  for (let after = FIRST_ID; after !== LAST_ID && !isStopped();) {
    const page = await figuresAfter(building, trait, after)
    const ends = [
      page.length < PEOPLE_PER_PAGE ? LAST_ID : (page.at(-1)?.person_id ?? LAST_ID),
      await endOfValues(building, trait, after),
    ]
    const upTo = ends.toSorted()[0] ?? LAST_ID
    const figures = new Map(page.map((row) => [row.person_id, row] as const).filter(([id]) => id <= upTo))
    await settlePage(building, trait, { after, upTo, figures })
    after = upTo
  }
  if (isStopped()) return
  await platform.db.transaction().execute(async (trx) => {
    await sql`
      update computed_traits set state = 'live', error = null, evaluated_at = ${new Date(building.now)},
        passed_at = ${new Date(building.now)}, to_build = null,
        milliseconds = ${milliseconds},
        people = (select count(*) from computed_values v where v.trait_id = ${trait.id})
      where id = ${trait.id} and version = ${trait.version} and state in ('building', 'live')`.execute(trx)
    // Who was left out may have been worked out before it was known where the fifths end now, or what was learned.
    if (trait.cuts || trait.model) await tellDue(trx, [...(await changedMeanwhile(building, trx, trait))])
  })
  platform.logger.debug({ run, trait: trait.name }, 'Computed trait worked out over everybody')
}

/** Notes how much there is to do, and where the fifths end now; undefined when the trait was changed in between. */
async function begin(
  { platform, run, now }: Building,
  trait: EvaluatedTrait,
): Promise<EvaluatedTrait | undefined> {
  const cuts =
    trait.definition.kind === 'rfm' ? await findCuts(platform, { run, now, trait: trait.id }) : null
  const [row] = await platform.warehouse.rows<{ count: number }>(
    'select count() as count from computed_evaluations where run = {run:UUID} and trait_id = {trait:UUID}',
    { run, trait: trait.id },
  )
  const { rows } = await sql<{ id: string }>`
    update computed_traits set built = 0, cuts = ${cuts && JSON.stringify(cuts)}::jsonb,
      to_build = case when state = 'building' then ${row?.count ?? 0}::bigint end
    where id = ${trait.id} and version = ${trait.version} and state in ('building', 'live') returning id`.execute(
    platform.db,
  )
  return rows.length > 0 ? { ...trait, cuts } : undefined
}

type FoundFigure = Figure & { person_id: string }

async function figuresAfter(
  { platform, run }: Building,
  trait: EvaluatedTrait,
  after: string,
): Promise<FoundFigure[]> {
  const rows = await platform.warehouse.rows<{
    person_id: string
    figure: string
    oldest: string
    newest: string
  }>(
    `select person_id, any(figure) as figure, toString(any(oldest)) as oldest, toString(any(newest)) as newest
     from computed_evaluations
     where run = {run:UUID} and trait_id = {trait:UUID} and person_id > {after:String}
     group by person_id order by person_id limit ${PEOPLE_PER_PAGE}`,
    { run, trait: trait.id, after },
  )
  return rows.map((row) => ({ ...row, oldest: Number(row.oldest), newest: Number(row.newest) }))
}

async function endOfValues({ platform }: Building, trait: EvaluatedTrait, after: string): Promise<string> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from computed_values where trait_id = ${trait.id} and person_id > ${after}::uuid
    order by person_id offset ${PEOPLE_PER_PAGE - 1} limit 1`.execute(platform.db)
  return rows[0]?.person_id ?? LAST_ID
}

type PageOfValues = { after: string; upTo: string; figures: ReadonlyMap<string, Figure> }

async function settlePage(
  building: Building,
  trait: EvaluatedTrait,
  { after, upTo, figures }: PageOfValues,
): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from computed_values
    where trait_id = ${trait.id} and person_id > ${after}::uuid and person_id <= ${upTo}::uuid`.execute(
    building.platform.db,
  )
  const people = [...new Set([...figures.keys(), ...rows.map(({ person_id }) => person_id)])]
  for (let at = 0; at < people.length; at += CHANGES_PER_TRANSACTION)
    await settleSome(building, trait, { people: people.slice(at, at + CHANGES_PER_TRANSACTION), figures })
}

/** Whoever did something since the look at everybody has been or will be worked out for their own sake. */
async function settleSome(
  building: Building,
  trait: EvaluatedTrait,
  { people, figures }: { people: string[]; figures: ReadonlyMap<string, Figure> },
): Promise<void> {
  const { platform, now } = building
  await platform.db.transaction().execute(async (trx) => {
    const [locked] = await lockTraits(trx, [trait])
    if (!locked) return
    const since = await changedMeanwhile(building, trx, trait)
    const writes = people
      .filter((id) => !since.has(id))
      .map((id) => writeOf(locked, id, { figure: figures.get(id), now }))
    await growTraits(trx, await storeComputed(trx, writes, new Date(now)))
    await sql`update computed_traits set built = built + ${people.length} where id = ${trait.id}`.execute(trx)
  })
}

function changedMeanwhile({ changed }: Building, trx: Trx, trait: EvaluatedTrait) {
  // Nobody else works those in SQL out.
  if (trait.definition.kind === 'sql') return new Set<string>()
  return changed.concerned(trx, (touched) => concernedPeople(trx, touched, [trait]))
}
