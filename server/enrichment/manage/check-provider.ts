import { sql } from 'kysely'
import type { EnrichedObject, EnrichmentDefinition } from '../../../model/enrichment.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { checkRequest, type RequestProblem } from '../ask/check-request.ts'

const MOST_PROVIDERS = 50

type Checked = {
  object: EnrichedObject
  definition: EnrichmentDefinition
  secrets: string[]
  enabled: boolean
}

/** Throws `validation_failed` with every field that is wrong; a key may be missing as long as the provider is off. */
export async function checkProvider(
  db: Queryable,
  { object, definition, secrets, enabled }: Checked,
): Promise<void> {
  const ofRequest = checkRequest(definition.request, secrets)
    .filter(({ field }) => enabled || !field.startsWith('secrets.'))
    .map((one) => (one.field.startsWith('secrets.') ? one : { ...one, field: `definition.${one.field}` }))
  refuse([
    ...ofRequest,
    ...(object === 'company' && definition.consent !== null
      ? [{ field: 'definition.consent', problem: 'Companies are not asked whether they agree.' }]
      : []),
    ...twice(definition),
    ...(object === 'person' ? await computed(db, definition) : []),
    ...(await wrongSegment(db, { object, definition })),
  ])
}

/** Throws `validation_failed` when there are too many. */
export async function requireRoom(db: Queryable): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from enrichment_providers where deleted_at is null`.execute(db)
  if ((rows[0]?.count ?? 0) >= MOST_PROVIDERS)
    refuse([{ field: 'name', problem: `There are ${MOST_PROVIDERS} providers already.` }])
}

/** Throws `validation_failed` when there is a problem. */
export function refuse(problems: RequestProblem[]): void {
  const [first] = problems
  if (first) throw fail('validation_failed', `${first.field}: ${first.problem}`, problems)
}

function twice({ mapping }: EnrichmentDefinition): RequestProblem[] {
  return mapping.flatMap(({ trait }, place) =>
    mapping.findIndex((one) => one.trait === trait) < place
      ? [{ field: `definition.mapping.${place}.trait`, problem: `${trait} is named twice.` }]
      : [],
  )
}

async function computed(db: Queryable, { mapping }: EnrichmentDefinition): Promise<RequestProblem[]> {
  const names = mapping.map(({ trait }) => trait)
  const { rows } = await sql<{ name: string }>`
    select name from computed_traits where name = any(${names}::text[]) and state <> 'removing'`.execute(db)
  return rows.map(({ name }) => ({
    field: `definition.mapping.${names.indexOf(name)}.trait`,
    problem: `Kith works out ${name} itself.`,
  }))
}

async function wrongSegment(
  db: Queryable,
  { object, definition: { automatic } }: Pick<Checked, 'object' | 'definition'>,
): Promise<RequestProblem[]> {
  if (automatic.who !== 'segment') return []
  const { rows } = await sql<{ members: string }>`
    select members from segments where id = ${automatic.segment_id}::uuid`.execute(db)
  const field = 'definition.automatic.segment_id'
  if (!rows[0]) return [{ field, problem: 'There is no segment with this id.' }]
  const isRight = (rows[0].members === 'companies') === (object === 'company')
  return isRight
    ? []
    : [{ field, problem: `Choose a segment of ${object === 'person' ? 'people' : 'companies'}.` }]
}
