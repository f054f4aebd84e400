import { sql } from 'kysely'
import type { ComputedDefinition, ComputedPreview } from '../../../model/computed-trait.ts'
import { visibleTo } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { checkDefinition } from './check-definition.ts'
import { compileValues, type Figure } from './compile-values.ts'
import { segmentsIn } from '../expand-segments.ts'
import { checkUses } from '../uses.ts'
import { distributionOf } from './distribution.ts'
import { expanderOf } from './evaluated-trait.ts'
import { cutsOf, type Cuts } from './fifths.ts'
import { RULE_COUNTS, previewScore, type RuleCounts } from './preview-score.ts'
import { learn } from './prediction/learn.ts'
import { readValue } from './read-value.ts'
import { SQL_LIMITS } from './sql/compile-sql.ts'
import { inWords } from './sql/engine-words.ts'
import { requireSafe } from './sql/require-safe.ts'
import { conditionsIn } from './trait-uses.ts'

const SAMPLED_PEOPLE = 5_000
const SHOWN_PEOPLE = 8

type Found = { count: number; total: number; sample: Sampled[]; rules: RuleCounts }
type Sampled = [person: string, figure: string, oldest: string, newest: string]

/** What a definition would give now: how many people have a value, how it is spread, and that of some whom the caller may see. */
export async function previewTrait(
  platform: Platform,
  caller: Actor,
  given: ComputedDefinition,
): Promise<ComputedPreview> {
  checkDefinition(caller, given)
  await requireSafe(platform, given)
  const definition = await expandKnown(platform, given)
  const start = performance.now()
  const now = platform.clock.now()
  const model = definition.kind === 'prediction' ? await learn(platform, definition) : null
  const { query, params } = compileValues([{ definition, model }], 'everybody', now)
  const ask = () =>
    platform.warehouse.rows<Found>(
      `select count() as count, (select count() from people final) as total,
       groupArraySample(${SAMPLED_PEOPLE}, 1)([person_id, figures[1], oldest[1], newest[1]]) as sample,
       ${definition.kind === 'score' ? RULE_COUNTS : `([], [])`} as rules
     from (${query}) ${definition.kind === 'sql' ? SQL_LIMITS : ''}`,
      params,
    )
  const [row] = await (definition.kind === 'sql' ? inWords(ask) : ask())
  const found = (row?.sample ?? []).map(([id, figure, oldest, newest]) => ({
    id,
    figure: { figure, oldest: Number(oldest), newest: Number(newest) },
  }))
  const cuts = definition.kind === 'rfm' ? cutsAmong(found, now) : null
  const values = found.map(({ id, figure }) => ({
    id,
    value: readValue(definition, figure, { now, cuts, model }),
  }))
  const valued = values.filter(({ value }) => value !== null)
  const people = row?.count ?? 0
  const weight = people / Math.max(1, values.length)
  const all = valued.map(({ value }) => value)
  return {
    people,
    total: row?.total ?? 0,
    sample: await withNames(platform, caller, valued),
    ...(definition.kind === 'score'
      ? previewScore(definition, all.map(Number), { rules: row?.rules ?? [[], []], weight })
      : { distribution: distributionOf(all, weight), score: null }),
    prediction: model?.report ?? null,
    milliseconds: Math.round(performance.now() - start),
  }
}

async function expandKnown({ db }: Platform, given: ComputedDefinition): Promise<ComputedDefinition> {
  const conditions = conditionsIn(given)
  if (segmentsIn(conditions).length === 0) return given
  await db.transaction().execute((trx) => checkUses(trx, null, { match: 'all', conditions }))
  return (await expanderOf(db, [given]))(given)
}

function cutsAmong(found: { figure: Figure }[], now: number): Cuts {
  const parts = found.map(({ figure: { figure, newest } }) => {
    const [count = '0', spent = '0'] = figure.split(' ')
    return { at: BigInt(now - newest), count: BigInt(count), spent: BigInt(spent) }
  })
  return {
    recency: cutsOf(parts.map(({ at }) => at)),
    frequency: cutsOf(parts.map(({ count }) => count)),
    monetary: cutsOf(parts.map(({ spent }) => spent)),
  }
}

async function withNames(
  { db }: Platform,
  caller: Actor,
  values: { id: string; value: unknown }[],
): Promise<ComputedPreview['sample']> {
  const byPerson = new Map(values.map(({ id, value }) => [id, value]))
  const { rows } = await sql<{ id: string; name: string | null; email: string | null }>`
    select p.id, p.name, ${seesEmail(caller) ? sql`p.email` : sql`null`} as email from people p
    where p.id = any(${[...byPerson.keys()]}::uuid[]) and ${visibleTo(caller, 'people', 'view', sql`p`)}
    order by p.last_seen desc, p.id limit ${SHOWN_PEOPLE}`.execute(db)
  return rows.map((row) => ({ ...row, value: byPerson.get(row.id) }))
}
