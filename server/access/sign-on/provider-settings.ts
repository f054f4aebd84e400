import type { OidcSettings, ProviderChange, SamlSettings } from '../../../model/sign-on-provider.ts'
import { fail } from '../../platform/errors.ts'
import type { Access } from '../access.ts'
import type { StoredProvider } from './find-provider.ts'
import { discover } from './oidc/discover.ts'
import { readIdpMetadata } from './saml/idp-metadata.ts'

/**
 * What is kept of a provider, checked: an OpenID Connect provider is asked for its configuration, SAML metadata is read.
 * Parts that are not given stay as they are. Throws `validation_failed` naming the field.
 */
export async function settingsFrom(
  access: Access,
  kind: StoredProvider['kind'],
  { oidc, saml }: Pick<ProviderChange, 'oidc' | 'saml'>,
  present?: StoredProvider,
): Promise<OidcSettings | SamlSettings> {
  if (kind === 'oidc') return oidcFrom(access, oidc ?? {}, present?.kind === 'oidc' ? present.settings : null)
  return samlFrom(saml ?? {}, present?.kind === 'saml' ? present.settings : null)
}

async function oidcFrom(
  access: Access,
  given: NonNullable<ProviderChange['oidc']>,
  present: OidcSettings | null,
): Promise<OidcSettings> {
  const issuer = given.issuer ?? present?.issuer ?? ''
  const client_id = given.client_id ?? present?.client_id ?? ''
  if (issuer === present?.issuer) return { issuer, client_id }
  const found = await discover(access, { issuer, client_id }, null)
  if ('problem' in found) throw invalidProvider('oidc.issuer', found.sentence)
  return { issuer, client_id }
}

function samlFrom(given: NonNullable<ProviderChange['saml']>, present: SamlSettings | null): SamlSettings {
  const read = given.metadata === undefined ? present : readIdpMetadata(given.metadata)
  if (!read) throw invalidProvider('saml.metadata', 'must be given')
  if ('problem' in read) throw invalidProvider('saml.metadata', read.problem)
  const { entity_id, sso_url, certificates } = read
  return {
    entity_id,
    sso_url,
    certificates,
    email_attribute: given.email_attribute ?? present?.email_attribute ?? null,
    name_attribute: given.name_attribute ?? present?.name_attribute ?? null,
  }
}

/** The refusal of one field of a provider. */
export function invalidProvider(field: string, problem: string) {
  return fail('validation_failed', `${field}: ${problem}`, [{ field, problem }])
}
