import { sql } from 'kysely'
import type { ProviderChange, ProviderInput } from '../../../model/sign-on-provider.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import type { Access } from '../access.ts'
import { audit, changesOf } from '../audit.ts'
import { requireAuthorityOver } from '../user-rules.ts'
import { findProvider, type StoredProvider } from './find-provider.ts'
import { readPolicy } from './policy.ts'
import { invalidProvider, settingsFrom } from './provider-settings.ts'

type Columns = Omit<StoredProvider, 'id' | 'created_at' | 'kind' | 'settings' | 'secret'>

/** Makes a provider, after asking it whether it is one. Throws `validation_failed` and `conflict` for a name that is taken. */
export async function createProvider(
  access: Access,
  actor: Actor,
  input: ProviderInput,
): Promise<StoredProvider> {
  const { db, secrets } = access.platform
  const given = input.kind === 'oidc' ? { oidc: input.oidc } : { saml: input.saml }
  const settings = await settingsFrom(access, input.kind, given)
  requireSense(input)
  const secret =
    input.kind === 'oidc' && input.oidc.client_secret ? secrets.seal(input.oidc.client_secret) : null
  return db.transaction().execute(async (trx) => {
    await requireAuthorityOver(trx, actor, rolesOf(input))
    await requireFreeName(trx, input.name, null)
    const { rows } = await sql<{ id: string }>`
      insert into sign_on_providers (kind, name, settings, secret)
      values (${input.kind}, ${input.name}, ${JSON.stringify(settings)}::jsonb, ${secret}) returning id`.execute(
      trx,
    )
    const id = rows[0]?.id ?? ''
    await writeColumns(trx, id, input)
    const created = await requireStored(trx, id)
    await audit(trx, actor, {
      action: 'sign_on_provider.created',
      subject: providerSubject(created),
      details: visible(created),
    })
    return created
  })
}

/** Changes a provider. Throws `not_found`, `validation_failed`, and `conflict` for switching off the only way in. */
export async function changeProvider(
  access: Access,
  actor: Actor,
  id: string,
  change: ProviderChange,
): Promise<StoredProvider> {
  const { db, secrets } = access.platform
  const present = await requireProvider(db, id)
  const settings = await settingsFrom(access, present.kind, change, present)
  return db.transaction().execute(async (trx) => {
    await sql`select from sign_on_providers where id = ${id} for update`.execute(trx)
    const before = await requireProvider(trx, id)
    const after = { ...before, ...definedOf(columnsOf(change)) }
    requireSense(after)
    await requireAuthorityOver(trx, actor, rolesOf(after))
    await requireFreeName(trx, after.name, id)
    if (before.enabled && !after.enabled) await requireAnotherWay(trx, id)
    await writeColumns(trx, id, after)
    await sql`update sign_on_providers set settings = ${JSON.stringify(settings)}::jsonb where id = ${id}`.execute(
      trx,
    )
    const secret = change.oidc?.client_secret
    if (secret !== undefined)
      await sql`update sign_on_providers set secret = ${secret ? secrets.seal(secret) : null} where id = ${id}`.execute(
        trx,
      )
    const stored = await requireStored(trx, id)
    const details = {
      ...changesOf(visible(before), visible(stored)),
      ...(secret !== undefined && { secret: 'changed' }),
    }
    await audit(trx, actor, { action: 'sign_on_provider.changed', subject: providerSubject(stored), details })
    return stored
  })
}

/** Removes a provider; who signed in through it keeps the account and needs another way. */
export async function removeProvider({ platform: { db } }: Access, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select from sign_on_providers where id = ${id} for update`.execute(trx)
    const stored = await requireProvider(trx, id)
    if (stored.enabled) await requireAnotherWay(trx, id)
    await sql`delete from accounts where provider_id = ${id}`.execute(trx)
    await sql`delete from sign_on_providers where id = ${id}`.execute(trx)
    await audit(trx, actor, { action: 'sign_on_provider.removed', subject: providerSubject(stored) })
  })
}

/** How a provider is named in the audit log. */
export function providerSubject({ id, name }: Pick<StoredProvider, 'id' | 'name'>) {
  return { type: 'sign_on_provider', id, name }
}

async function requireProvider(db: Parameters<typeof findProvider>[0], id: string): Promise<StoredProvider> {
  const stored = await findProvider(db, id)
  if (!stored) throw fail('not_found', 'There is no sign-on provider with this id.')
  return stored
}

async function requireStored(trx: Trx, id: string): Promise<StoredProvider> {
  const stored = await findProvider(trx, id)
  invariant(stored, 'A provider that was just written can be found.')
  return stored
}

/** What would let strangers in is refused: whoever can register at a public provider would be a user here. */
function requireSense(columns: Columns & Pick<StoredProvider, 'kind'>): void {
  const { create_users, trust_email, domains, default_role, group_roles, group_claim } = columns
  if (columns.kind === 'saml' && domains.length === 0)
    throw invalidProvider('domains', 'must name the domains for whose addresses this provider vouches')
  if (domains.length === 0 && (create_users || trust_email))
    throw invalidProvider(
      'domains',
      'must name at least one domain when users are made, or addresses trusted',
    )
  if (group_roles.length > 0 && group_claim === null)
    throw invalidProvider('group_claim', 'must be given when groups are mapped to roles')
  if (create_users && default_role === null && group_roles.length === 0)
    throw invalidProvider(
      'default_role',
      'must be given when users are made, unless their groups give them a role',
    )
}

async function requireFreeName(trx: Trx, name: string, id: string | null): Promise<void> {
  const { rows } = await sql`
    select from sign_on_providers where lower(name) = lower(${name}) and id is distinct from ${id}::uuid`.execute(
    trx,
  )
  if (rows.length > 0) throw invalidProvider('name', 'is the name of another provider already')
}

async function requireAnotherWay(trx: Trx, id: string): Promise<void> {
  if ((await readPolicy(trx)).password === 'everybody') return
  const { rows } = await sql`select from sign_on_providers where enabled and id <> ${id} limit 1`.execute(trx)
  if (rows.length === 0)
    throw fail(
      'conflict',
      'Passwords are switched off and this is the only provider. Switch passwords on first.',
    )
}

async function writeColumns(trx: Trx, id: string, row: Columns): Promise<void> {
  await sql`
    update sign_on_providers set name = ${row.name}, enabled = ${row.enabled}, domains = ${row.domains}::text[],
      create_users = ${row.create_users}, trust_email = ${row.trust_email}, second_factor = ${row.second_factor},
      default_role = ${row.default_role}, group_claim = ${row.group_claim},
      group_roles = ${JSON.stringify(row.group_roles)}::jsonb, updated_at = now()
    where id = ${id}`.execute(trx)
}

function rolesOf({ default_role, group_roles }: Pick<Columns, 'default_role' | 'group_roles'>): string[] {
  return [...new Set([...(default_role ? [default_role] : []), ...group_roles.map(({ role }) => role)])]
}

function columnsOf({ oidc: _oidc, saml: _saml, ...columns }: ProviderChange) {
  return columns
}

function definedOf<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never
}

function visible({ secret: _, created_at: __, id: ___, ...rest }: StoredProvider) {
  return rest
}
