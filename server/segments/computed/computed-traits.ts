import { sql } from 'kysely'
import type { z } from 'zod'
import type {
  computedChange,
  ComputedDefinition,
  computedInput,
  ComputedTrait,
} from '../../../model/computed-trait.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { checkDefinition } from './check-definition.ts'
import { findComputedTrait } from './computed-row.ts'
import { checkUses, lockUses } from '../uses.ts'
import { requireNoCircle } from './circles.ts'
import { requireSafe } from './sql/require-safe.ts'
import { conditionsIn, listTraitUses } from './trait-uses.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Makes a computed trait; its values are worked out in the background. Throws `conflict` when there is one of this name, or
 * sources say something about people under it.
 */
export async function createComputedTrait(
  platform: Platform,
  actor: Actor,
  input: z.output<typeof computedInput>,
): Promise<ComputedTrait> {
  checkDefinition(actor, input.definition)
  await requireSafe(platform, input.definition)
  await requireUnsaid(platform, input.name)
  return platform.db.transaction().execute(async (trx) => {
    await checkUses(trx, null, { match: 'all', conditions: conditionsIn(input.definition) })
    await requireNoCircle(trx, input)
    await requireFree(trx, input.name)
    const { rows } = await sql<{ id: string }>`
      insert into computed_traits (name, description, definition, created_by)
      values (${input.name}, ${input.description}, ${JSON.stringify(input.definition)}::jsonb,
        ${actor.type === 'user' ? actor.id : null})
      returning id`.execute(trx)
    const made = await findComputedTrait(trx, rows[0]?.id ?? '')
    await audit(trx, actor, { action: 'computed_trait.created', subject: subjectOf(made) })
    return made
  })
}

/** Changes a computed trait. Throws `conflict` for the name of one that something uses, or a name that is taken. */
export async function updateComputedTrait(
  platform: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof computedChange> },
): Promise<ComputedTrait> {
  if (change.definition) {
    checkDefinition(actor, change.definition)
    await requireSafe(platform, change.definition)
  }
  const { name: before } = await findComputedTrait(platform.db, id)
  if (change.name !== undefined && change.name !== before) await requireUnsaid(platform, change.name)
  return platform.db.transaction().execute(async (trx) => {
    const trait = await lockTrait(trx, id)
    const after = {
      ...trait,
      name: change.name ?? trait.name,
      definition: change.definition ?? trait.definition,
    }
    await checkUses(trx, null, { match: 'all', conditions: conditionsIn(after.definition) })
    await requireNoCircle(trx, after)
    if (after.name !== trait.name) {
      await requireFree(trx, after.name)
      await requireUnused(trx, trait.name, 'rename')
    }
    await writeChange(trx, id, { ...change, renamed: after.name !== trait.name })
    const changed = await findComputedTrait(trx, id)
    await audit(trx, actor, {
      action: 'computed_trait.changed',
      subject: subjectOf(changed),
      details: { changed: Object.keys(change) },
    })
    return changed
  })
}

/**
 * Removes a computed trait: from now on its name is free, and its values are taken from people in the background, who get back what
 * sources say. Throws `conflict` while something uses it.
 */
export async function removeComputedTrait(platform: Platform, actor: Actor, id: string): Promise<void> {
  await platform.db.transaction().execute(async (trx) => {
    const trait = await lockTrait(trx, id)
    await lockUses(trx)
    await requireUnused(trx, trait.name, 'remove')
    await sql`
      update computed_traits set state = 'removing', version = version + 1, rewritten_to = ${NOBODY}::uuid,
        name = ${`${trait.name}.${id}`}, updated_at = now()
      where id = ${id}`.execute(trx)
    await audit(trx, actor, { action: 'computed_trait.removed', subject: subjectOf(trait) })
  })
}

async function lockTrait(trx: Trx, id: string): Promise<ComputedTrait> {
  await sql`select from computed_traits where id = ${id} for update`.execute(trx)
  return findComputedTrait(trx, id)
}

type Written = z.output<typeof computedChange> & { renamed: boolean }

async function writeChange(
  trx: Trx,
  id: string,
  { name, description, definition, renamed }: Written,
): Promise<void> {
  const defined = definition ? JSON.stringify(definition satisfies ComputedDefinition) : null
  await sql`
    with asked as (
      select ${defined}::jsonb is not null and (state = 'failed' or definition <> ${defined}::jsonb) as rebuild
      from computed_traits where id = ${id}
    )
    update computed_traits set
      name = coalesce(${name ?? null}, name), description = coalesce(${description ?? null}, description),
      definition = coalesce(${defined}::jsonb, definition),
      version = version + case when rebuild then 1 else 0 end, model = case when rebuild then null else model end,
      state = case when rebuild then 'building' else state end,
      error = case when rebuild then null else error end, to_build = case when rebuild then null else to_build end,
      rewritten_to = case when ${renamed} then ${NOBODY}::uuid else rewritten_to end,
      updated_at = now()
    from asked where id = ${id}`.execute(trx)
}

async function requireFree(trx: Trx, name: string): Promise<void> {
  const { rows } = await sql`select from computed_traits where name = ${name}`.execute(trx)
  if (rows.length > 0) throw fail('conflict', `There is a computed trait called “${name}” already.`)
}

/** Throws `conflict` when sources say something under this name: what they say would no longer count. */
async function requireUnsaid({ warehouse }: Platform, name: string): Promise<void> {
  const [row] = await warehouse.rows<{ count: number }>(
    `select count() as count from people final where has(JSONExtractKeys(toString(traits)), {name:String})`,
    { name },
  )
  const count = row?.count ?? 0
  if (count > 0)
    throw fail(
      'conflict',
      `${count.toLocaleString('en')} ${count === 1 ? 'person has' : 'people have'} a trait called “${name}” already. Choose another name.`,
      [{ field: 'name', problem: 'is the name of a trait that people have.' }],
    )
}

async function requireUnused(trx: Trx, name: string, what: 'rename' | 'remove'): Promise<void> {
  const uses = await listTraitUses(trx, name)
  if (uses.length === 0) return
  const names = uses.slice(0, 3).map((use) => `the ${use.kind.replace('_', ' ')} “${use.name}”`)
  const more = uses.length > 3 ? ` and ${uses.length - 3} more` : ''
  throw fail(
    'conflict',
    `It is used by ${names.join(', ')}${more}. Change ${uses.length > 1 ? 'those' : 'that'} first, then ${what} it.`,
    uses,
  )
}

function subjectOf({ id, name }: Pick<ComputedTrait, 'id' | 'name'>) {
  return { type: 'computed_trait', id, name }
}
