import { sql } from 'kysely'
import { identifierIds, loadRules, normalizeIdentifier, type KnownIdentifier } from '../../people/index.ts'
import { visibleTo } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

/** An identifier by which Kith knows somebody. Throws `validation_failed` for a value that stands for nobody. */
export async function identifierFor(
  trx: Trx,
  { secrets }: Platform,
  { type, value, field }: { type: string; value: string; field: string },
): Promise<KnownIdentifier> {
  const normal = normalizeIdentifier(type, value, await loadRules(trx))
  if (!normal) throw invalidField(field, 'This stands for nobody: it is blocked by the rules of who is who.')
  return { ...normal, id: identifierIds(secrets.derive('identifiers')).of(normal.type, normal.value) }
}

/** Throws `conflict` when somebody else has this address, with who that is if the caller gets to see them. */
export async function refuseTaken(
  trx: Trx,
  actor: Actor,
  { identifier, field, by }: { identifier: KnownIdentifier; field: string; by: string | null },
): Promise<void> {
  const { rows } = await sql<{ id: string; name: string; visible: boolean }>`
    select p.id, coalesce(p.name, p.email, 'Somebody') as name, ${visibleTo(actor, 'people', 'view', sql`p`)} as visible
    from identifiers i join people p on p.id = i.person_id where i.id = ${identifier.id}`.execute(trx)
  const [other] = rows
  if (!other || other.id === by) return
  const problem = other.visible
    ? `${other.name} has this address already.`
    : 'Somebody has this address already whom you do not get to see.'
  throw fail('conflict', problem, [
    { field, problem, ...(other.visible && { person: { id: other.id, name: other.name } }) },
  ])
}
