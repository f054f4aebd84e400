import { sql } from 'kysely'
import type { Database, Trx } from '../../../platform/relational/index.ts'
import type { FoundPair, Matched } from './match-people.ts'

const PAIRS_PER_INSERT = 500

/** Stores what a run found, in short transactions: the model, then the pairs; what is decided stays decided. */
export async function saveMatches(
  db: Database,
  { ids, matched }: { ids: string[]; matched: Matched },
): Promise<string> {
  const { settings, parameters, scoring, pairs } = matched
  const { rows } = await sql<{ id: string }>`
    insert into linkage_models (settings, parameters, scoring, people)
    values (${JSON.stringify(settings)}::jsonb, ${JSON.stringify(parameters)}::jsonb, ${toJson(scoring)}::jsonb, ${ids.length})
    returning id`.execute(db)
  const modelId = rows[0]!.id
  for (let start = 0; start < pairs.length; start += PAIRS_PER_INSERT) {
    const some = pairs.slice(start, start + PAIRS_PER_INSERT)
    await db.transaction().execute((trx) => savePairs(trx, some, { ids, linkAt: settings.linkAt, modelId }))
  }
  // What this model no longer holds for possible, and nobody has decided.
  await sql`
    delete from linkage_pairs where model_id <> ${modelId} and state in ('proposed', 'waiting')`.execute(db)
  return modelId
}

/** Corrections lie in arrays of a kind that JSON writes as objects. */
function toJson(scoring: Matched['scoring']): string {
  return JSON.stringify(scoring, (_, value: unknown) =>
    value instanceof Float64Array ? Array.from(value) : value,
  )
}

type SavedUnder = { ids: string[]; linkAt: number; modelId: string }

/** Stores pairs found by a model; what was decided of them stands. */
export async function savePairs(
  trx: Trx,
  pairs: readonly FoundPair[],
  { ids, linkAt, modelId }: SavedUnder,
): Promise<void> {
  await upsert(
    trx,
    pairs.map((pair) => rowOf(pair, ids, linkAt)),
    modelId,
  )
}

function rowOf({ left, right, weight, probability, evidence }: FoundPair, ids: string[], linkAt: number) {
  const [one, other] = [ids[left]!, ids[right]!]
  const isInOrder = one < other
  return {
    a: isInOrder ? one : other,
    b: isInOrder ? other : one,
    state: probability >= linkAt ? 'proposed' : 'waiting',
    weight,
    probability,
    evidence: isInOrder
      ? evidence
      : {
          ...evidence,
          comparisons: evidence.comparisons.map((c) => ({ ...c, left: c.right, right: c.left })),
        },
  }
}

async function upsert(trx: Trx, rows: ReturnType<typeof rowOf>[], modelId: string): Promise<void> {
  await sql`
    insert into linkage_pairs as p (a, b, state, weight, probability, evidence, model_id)
    select n.a, n.b, coalesce(l.decision, n.state), n.weight, n.probability, n.evidence, ${modelId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (a uuid, b uuid, state text, weight float8, probability float8, evidence jsonb)
    join people x on x.id = n.a join people y on y.id = n.b
    left join linkage_labels l on l.a = n.a and l.b = n.b
    on conflict (a, b) do update set
      state = excluded.state, weight = excluded.weight, probability = excluded.probability,
      evidence = excluded.evidence, model_id = excluded.model_id, updated_at = now()`.execute(trx)
}
