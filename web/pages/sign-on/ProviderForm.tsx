import { Button, Group, SegmentedControl, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Provider } from '../../../model/sign-on-provider.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { AdmissionFields } from './AdmissionFields.tsx'
import { GroupFields } from './GroupFields.tsx'
import { OidcFields } from './OidcFields.tsx'
import {
  changeOf,
  draftOf,
  inputOf,
  providersKey,
  type PartProps,
  type ProviderDraft,
} from './provider-draft.ts'
import { RemoveProvider } from './RemoveProvider.tsx'
import { SamlFields } from './SamlFields.tsx'
import classes from './sign-on.module.css'
import { TellProvider } from './TellProvider.tsx'

type ProviderFormProps = {
  provider: Provider | null
  onSaved: (id: string) => void
  onClose: () => void
}

/** Adds a provider, or shows and changes one. */
export function ProviderForm({ provider, onSaved, onClose }: ProviderFormProps) {
  const [draft, setDraft] = useState(() => draftOf(provider))
  const mayWrite = useMay()('sign_on:write')
  const save = useSave(provider, (saved) => {
    setDraft(draftOf(saved))
    onSaved(saved.id)
  })
  const problems = fieldErrors(save.error)
  const part = {
    draft,
    change: (some: Partial<ProviderDraft>) => setDraft((before) => ({ ...before, ...some })),
    problems,
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  return (
    <form onSubmit={submit}>
      <fieldset className={classes.fields} disabled={!mayWrite}>
        {provider && <TellProvider provider={provider} />}
        {!provider && <KindField {...part} />}
        <TextInput
          label="Name"
          description="As the button says it: Sign in with …"
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus={provider === null || undefined}
          value={draft.name}
          onChange={(event) => part.change({ name: event.currentTarget.value })}
          error={problems.name}
        />
        {draft.kind === 'oidc' ? (
          <OidcFields {...part} provider={provider} />
        ) : (
          <SamlFields {...part} provider={provider} />
        )}
        <AdmissionFields {...part} />
        <GroupFields {...part} />
        {provider && (
          <Switch
            label="People may sign in with it"
            checked={draft.enabled}
            onChange={(event) => part.change({ enabled: event.currentTarget.checked })}
          />
        )}
        <FormError error={save.error} />
        {mayWrite && (
          <Group justify="space-between">
            <Button type="submit" loading={save.isPending}>
              {provider ? 'Save' : 'Add the provider'}
            </Button>
            {provider && <RemoveProvider provider={provider} onRemoved={onClose} />}
          </Group>
        )}
      </fieldset>
    </form>
  )
}

function useSave(provider: Provider | null, onSaved: (saved: Provider) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: ProviderDraft) =>
      provider
        ? api.signOn.changeProvider(provider.id, changeOf(draft))
        : api.signOn.createProvider(inputOf(draft)),
    onSuccess: async (saved) => {
      toastSaved(provider ? 'Saved' : `${saved.name} added`)
      await client.invalidateQueries({ queryKey: providersKey })
      onSaved(saved)
    },
  })
}

function KindField({ draft, change }: PartProps) {
  return (
    <SegmentedControl
      aria-label="Protocol"
      data={[
        { value: 'oidc', label: 'OpenID Connect' },
        { value: 'saml', label: 'SAML 2.0' },
      ]}
      value={draft.kind}
      onChange={(kind) => change({ kind: kind === 'saml' ? 'saml' : 'oidc' })}
    />
  )
}
