import { Button, Group, Stack, Text } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { SignOnPolicy, SignOnPolicyAnswer } from '../../../model/sign-on.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { AddressList } from './AddressList.tsx'
import { useChangePolicy, usePolicy } from './use-policy.ts'

type Lists = Pick<SignOnPolicy, 'ui_addresses' | 'api_addresses'>

/** From where browsers may be signed in and API keys used. */
export function Addresses() {
  const policy = usePolicy()
  if (policy.error) return <ErrorState error={policy.error} again={() => void policy.refetch()} />
  if (!policy.data) return <LinesSkeleton lines={6} />
  return <AddressForm saved={policy.data} />
}

function AddressForm({ saved }: { saved: SignOnPolicyAnswer }) {
  const [lists, setLists] = useState<Lists>(pick(saved))
  const mayWrite = useMay()('sign_on:write')
  const save = useChangePolicy()
  const problems = fieldErrors(save.error)
  const isSaved = JSON.stringify(lists) === JSON.stringify(pick(saved))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(lists)
  }
  const list = (name: keyof Lists, empty: string) => (
    <AddressList
      name={name}
      empty={empty}
      ranges={lists[name]}
      onChange={(ranges) => setLists({ ...lists, [name]: ranges })}
      problems={problems}
      mayWrite={mayWrite}
      mine={saved.your_address}
    />
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw="44rem">
        <Text size="sm" c="dimmed">
          You come from {saved.your_address}. Behind a proxy, name it in KITH_TRUSTED_PROXIES; otherwise
          everybody seems to come from the proxy. Tracking with write keys is not concerned.
        </Text>
        <Section title="Signing in">{list('ui_addresses', 'From anywhere.')}</Section>
        <Section title="API keys">{list('api_addresses', 'From anywhere.')}</Section>
        {Object.keys(problems).length === 0 && <FormError error={save.error} />}
        {mayWrite && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={isSaved}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

function pick({ ui_addresses, api_addresses }: Lists): Lists {
  return { ui_addresses, api_addresses }
}
