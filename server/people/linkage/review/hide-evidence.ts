import { sql } from 'kysely'
import type { LinkagePair, LinkageSettings } from '../../../../model/linkage.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { hiddenTraits } from '../../profiles/visible-fields.ts'

/**
 * Pairs without what field rules hide from the caller: how much a hidden trait spoke for the two is said, its values are
 * not.
 */
export async function withoutHidden(
  db: Queryable,
  caller: Actor,
  pairs: LinkagePair[],
): Promise<LinkagePair[]> {
  const hidden = hiddenTraits(caller, 'people')
  if (hidden.size === 0 || pairs.length === 0) return pairs
  const secret = await secretComparisons(db, hidden, [...new Set(pairs.map((pair) => pair.model_id))])
  const shown = ({ id, name, email }: LinkagePair['a']) => ({
    id,
    name: hidden.has('name') ? null : name,
    email: hidden.has('email') ? null : email,
  })
  return pairs.map((pair) => ({
    ...pair,
    a: shown(pair.a),
    b: shown(pair.b),
    evidence: {
      ...pair.evidence,
      comparisons: pair.evidence.comparisons.map((one) =>
        secret.get(pair.model_id)?.has(one.name) ? { ...one, left: null, right: null } : one,
      ),
    },
  }))
}

/** By model, the comparisons that read a hidden trait, or a part of one. */
async function secretComparisons(
  db: Queryable,
  hidden: ReadonlySet<string>,
  models: string[],
): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ id: string; settings: LinkageSettings }>`
    select id, settings from linkage_models where id = any(${models}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, settings: { fields, comparisons } }) => {
      const secret = fields
        .filter(({ columns }) => columns.some((column) => hidden.has(column.split('.', 1)[0] ?? column)))
        .map(({ name }) => name)
      const named = comparisons.filter((one) => one.fields.some((field) => secret.includes(field)))
      return [id, new Set(named.map(({ name }) => name))]
    }),
  )
}
