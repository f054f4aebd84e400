import { createHash, X509Certificate } from 'node:crypto'
import { sql } from 'kysely'
import type { OidcSettings, Provider, SamlSettings } from '../../../model/sign-on-provider.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type SharedFields = Omit<Provider, 'kind' | 'oidc' | 'saml' | 'callback_url' | 'entity_id' | 'created_at'>
/** A provider as the table holds it. */
export type StoredProvider = SharedFields & { secret: Buffer | null; created_at: Date } & (
    | { kind: 'oidc'; settings: OidcSettings }
    | { kind: 'saml'; settings: SamlSettings }
  )

/** The provider with this id; null when there is none. */
export async function findProvider(db: Queryable, id: string): Promise<StoredProvider | null> {
  const { rows } = await sql<StoredProvider>`select * from sign_on_providers where id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** All providers by name; there are few. */
export async function listProviders(db: Queryable): Promise<StoredProvider[]> {
  const { rows } = await sql<StoredProvider>`
    select * from sign_on_providers order by lower(name) limit 100`.execute(db)
  return rows
}

/** What the API tells of a provider: everything but its secret. `base` is the address people use. */
export function describeProvider(stored: StoredProvider, base: string): Provider {
  const { secret, kind, created_at } = stored
  return {
    ...pickShared(stored),
    kind,
    oidc: stored.kind === 'oidc' ? { ...stored.settings, has_secret: secret !== null } : null,
    saml:
      stored.kind === 'saml'
        ? { ...stored.settings, certificates: stored.settings.certificates.map(describeCertificate) }
        : null,
    callback_url: `${base}/sign-on/${stored.id}/${kind === 'oidc' ? 'callback' : 'acs'}`,
    entity_id: entityIdOf(base, stored.id),
    created_at: created_at.toISOString(),
  }
}

/** How Kith is called towards a SAML identity provider: where it publishes its metadata. */
function entityIdOf(base: string, id: string): string {
  return `${base}/sign-on/${id}/metadata`
}

function pickShared(row: SharedFields): SharedFields {
  const { id, name, enabled, domains, create_users, trust_email, second_factor } = row
  const { default_role, group_claim, group_roles } = row
  return {
    id,
    name,
    enabled,
    domains,
    create_users,
    trust_email,
    second_factor,
    default_role,
    group_claim,
    group_roles,
  }
}

function describeCertificate(certificate: string): { fingerprint: string; expires_at: string } {
  const { raw, validTo } = new X509Certificate(Buffer.from(certificate, 'base64'))
  const fingerprint = createHash('sha256').update(raw).digest('hex')
  return { fingerprint, expires_at: new Date(validTo).toISOString() }
}
