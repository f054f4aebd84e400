import type { Provider } from '../../../model/sign-on-provider.ts'

type Shared = Pick<
  Provider,
  | 'name'
  | 'enabled'
  | 'domains'
  | 'create_users'
  | 'trust_email'
  | 'second_factor'
  | 'default_role'
  | 'group_claim'
  | 'group_roles'
>

/** A provider as it is being edited: what is not typed in again, secret and metadata, is empty. */
export type ProviderDraft = Shared & {
  kind: Provider['kind']
  issuer: string
  client_id: string
  client_secret: string
  metadata: string
  email_attribute: string
  name_attribute: string
}

/** What every part of the form gets. */
export type PartProps = {
  draft: ProviderDraft
  change: (part: Partial<ProviderDraft>) => void
  problems: Record<string, string>
}

/** Under what the providers are remembered. */
export const providersKey = ['sign-on', 'providers'] as const

/** A new draft, or one of a provider that exists. */
export function draftOf(provider: Provider | null): ProviderDraft {
  return {
    kind: provider?.kind ?? 'oidc',
    name: provider?.name ?? '',
    enabled: provider?.enabled ?? true,
    domains: provider?.domains ?? [],
    create_users: provider?.create_users ?? false,
    trust_email: provider?.trust_email ?? false,
    second_factor: provider?.second_factor ?? 'kith',
    default_role: provider?.default_role ?? null,
    group_claim: provider?.group_claim ?? null,
    group_roles: provider?.group_roles ?? [],
    issuer: provider?.oidc?.issuer ?? '',
    client_id: provider?.oidc?.client_id ?? '',
    client_secret: '',
    metadata: '',
    email_attribute: provider?.saml?.email_attribute ?? '',
    name_attribute: provider?.saml?.name_attribute ?? '',
  }
}

/** What a new provider is made of. */
export function inputOf(draft: ProviderDraft) {
  const { issuer, client_id, client_secret } = draft
  return draft.kind === 'oidc'
    ? { ...sharedOf(draft), kind: 'oidc' as const, oidc: { issuer, client_id, client_secret } }
    : {
        ...sharedOf(draft),
        kind: 'saml' as const,
        saml: { ...attributesOf(draft), metadata: draft.metadata },
      }
}

/** What a change sends: secret and metadata only when they were typed in anew. */
export function changeOf(draft: ProviderDraft) {
  const { issuer, client_id, client_secret, metadata } = draft
  return draft.kind === 'oidc'
    ? { ...sharedOf(draft), oidc: { issuer, client_id, ...(client_secret && { client_secret }) } }
    : { ...sharedOf(draft), saml: { ...attributesOf(draft), ...(metadata && { metadata }) } }
}

function sharedOf(draft: ProviderDraft): Shared {
  const { name, enabled, domains, create_users, trust_email, second_factor } = draft
  const { default_role, group_claim, group_roles } = draft
  const groups = group_claim ? group_roles : []
  return {
    name,
    enabled,
    domains,
    create_users,
    trust_email,
    second_factor,
    default_role,
    group_claim: group_claim || null,
    group_roles: groups,
  }
}

function attributesOf({ email_attribute, name_attribute }: ProviderDraft) {
  return { email_attribute: email_attribute || null, name_attribute: name_attribute || null }
}
