import { Textarea, TextInput } from '@mantine/core'
import type { Provider } from '../../../model/sign-on-provider.ts'
import type { PartProps } from './provider-draft.ts'

/** What a SAML identity provider publishes about itself, and where it puts e-mail address and name. */
export function SamlFields({ draft, change, problems, provider }: PartProps & { provider: Provider | null }) {
  return (
    <>
      <Textarea
        label="Metadata of the identity provider"
        description={
          provider
            ? 'Leave this empty to keep what was read. Paste it anew when a certificate is replaced.'
            : 'Paste the XML that it publishes.'
        }
        placeholder="<EntityDescriptor …"
        required={provider === null}
        withAsterisk={false}
        minRows={4}
        maxRows={10}
        autosize
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={draft.metadata}
        onChange={(event) => change({ metadata: event.currentTarget.value })}
        error={problems['saml.metadata']}
      />
      <TextInput
        label="Attribute with the e-mail address"
        placeholder="The usual ones are known"
        value={draft.email_attribute}
        onChange={(event) => change({ email_attribute: event.currentTarget.value })}
        error={problems['saml.email_attribute']}
      />
      <TextInput
        label="Attribute with the name"
        placeholder="The usual ones are known"
        value={draft.name_attribute}
        onChange={(event) => change({ name_attribute: event.currentTarget.value })}
        error={problems['saml.name_attribute']}
      />
    </>
  )
}
