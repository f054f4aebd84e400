import { sql } from 'kysely'
import type { Grants } from '../../model/rights.ts'
import { permissions, type Permission } from '../../model/roles.ts'
import type { Platform } from '../platform/index.ts'
import { keyGrants } from './key-grants.ts'

/** What is known of a key once it has been shown. */
export type KeyHolder = { id: string; name: string; permissions: ReadonlySet<Permission>; grants: Grants }

const known: ReadonlySet<string> = new Set(permissions)

/** Finds the API key with this text; null when there is none. Only the key's fingerprint is stored and compared. */
export async function findKeyHolder({ db, secrets }: Platform, key: string): Promise<KeyHolder | null> {
  const { rows } = await sql<{ id: string; name: string; scopes: string[]; sensitive: string[] }>`
    select id, name, scopes, array(select name from traits where sensitive) as sensitive from api_keys where key_hash = ${keyFingerprint(secrets, key)}`.execute(
    db,
  )
  const [row] = rows
  if (!row) return null
  const scopes = scopesOf(row.scopes)
  return { id: row.id, name: row.name, permissions: scopes, grants: keyGrants(scopes, row.sensitive) }
}

/** What is stored of a key instead of the key. */
export function keyFingerprint(secrets: Platform['secrets'], key: string): string {
  return secrets.fingerprint('api-keys', key)
}

/** The permissions among the stored scopes of a key; one that there is no longer is left out. */
export function scopesOf(stored: string[]): ReadonlySet<Permission> {
  return new Set(stored.filter(isPermission))
}

function isPermission(scope: string): scope is Permission {
  return known.has(scope)
}
