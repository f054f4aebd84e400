import { Anchor, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Provider } from '../../../model/sign-on-provider.ts'
import { CopyField } from '../../ui/CopyField.tsx'

/** What the provider has to be told about this installation. */
export function TellProvider({ provider }: { provider: Provider }) {
  const { kind, callback_url, entity_id } = provider
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Tell the provider:
      </Text>
      {kind === 'oidc' ? (
        <Told label="redirect URI" value={callback_url} />
      ) : (
        <>
          <Told label="entity ID" value={entity_id} />
          <Told label="assertion consumer service" value={callback_url} />
          <Text size="sm">
            Or all of it at once: <Anchor href={entity_id}>this installation’s metadata</Anchor>
          </Text>
        </>
      )}
    </Stack>
  )
}

function Told({ label, value }: { label: string; value: string }): ReactNode {
  return (
    <div>
      <Text size="xs" c="dimmed" tt="capitalize">
        {label}
      </Text>
      <CopyField block label={label} value={value} />
    </div>
  )
}
