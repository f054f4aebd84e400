import { PasswordInput, TextInput } from '@mantine/core'
import type { Provider } from '../../../model/sign-on-provider.ts'
import type { PartProps } from './provider-draft.ts'

/** What an OpenID Connect provider gives to those that it signs people in for. */
export function OidcFields({ draft, change, problems, provider }: PartProps & { provider: Provider | null }) {
  const hasSecret = provider?.oidc?.has_secret ?? false
  return (
    <>
      <TextInput
        label="Issuer"
        description="The provider’s address. Kith reads the rest from its /.well-known/openid-configuration."
        placeholder="https://accounts.google.com"
        type="url"
        required
        withAsterisk={false}
        value={draft.issuer}
        onChange={(event) => change({ issuer: event.currentTarget.value })}
        error={problems['oidc.issuer']}
      />
      <TextInput
        label="Client ID"
        required
        withAsterisk={false}
        autoComplete="off"
        value={draft.client_id}
        onChange={(event) => change({ client_id: event.currentTarget.value })}
        error={problems['oidc.client_id']}
      />
      <PasswordInput
        label="Client secret"
        description={
          hasSecret ? 'There is one. Leave this empty to keep it.' : 'Kept encrypted, and never shown again.'
        }
        autoComplete="new-password"
        value={draft.client_secret}
        onChange={(event) => change({ client_secret: event.currentTarget.value })}
        error={problems['oidc.client_secret']}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the secret', tabIndex: 0 }}
      />
    </>
  )
}
