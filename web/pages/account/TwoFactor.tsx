import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { OwnSignIn } from '../../../model/sign-on.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TwoFactorDialog, type TwoFactorTask } from './TwoFactorDialog.tsx'

export const ownSignInKey = ['account', 'sign-in'] as const

/** The reader's second factor: whether it is on, how to set it up, and what to do when the phone is lost. */
export function TwoFactor() {
  const query = useQuery({ queryKey: ownSignInKey, queryFn: api.secondFactor.get })
  const [task, setTask] = useState<TwoFactorTask | null>(null)
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton height={36} width="16rem" />
  return (
    <>
      {query.data.second_factor.enabled_at ? (
        <IsOn signIn={query.data} onTask={setTask} />
      ) : (
        <IsOff onTask={setTask} />
      )}
      <TwoFactorDialog task={task} signIn={query.data} onClose={() => setTask(null)} />
    </>
  )
}

function IsOff({ onTask }: { onTask: (task: TwoFactorTask) => void }) {
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed" maw="40rem">
        With a second factor a stolen password opens nothing: after it you show a code that an app on your
        phone makes.
      </Text>
      <Button onClick={() => onTask('set up')}>Set up an app</Button>
    </Stack>
  )
}

function IsOn({ signIn, onTask }: { signIn: OwnSignIn; onTask: (task: TwoFactorTask) => void }) {
  const { enabled_at, required, recovery_codes_left, trusted_devices } = signIn.second_factor
  return (
    <Stack gap="sm" align="flex-start">
      <Group gap="xs">
        <Chip tone="good">On</Chip>
        <Text size="sm">
          An authenticator app, set up {enabled_at && <RelativeTime at={enabled_at} />}.{' '}
          {counted(recovery_codes_left, 'recovery code')} left.
        </Text>
      </Group>
      <Group gap="xs">
        <Button variant="default" onClick={() => onTask('set up')}>
          Set up another app
        </Button>
        <Button variant="default" onClick={() => onTask('renew')}>
          New recovery codes
        </Button>
        {trusted_devices > 0 && <ForgetDevices count={trusted_devices} />}
        {!required && (
          <Button variant="default" onClick={() => onTask('switch off')}>
            Switch off
          </Button>
        )}
      </Group>
      {required && (
        <Text size="sm" c="dimmed">
          Your role requires a second factor.
        </Text>
      )}
    </Stack>
  )
}

function ForgetDevices({ count }: { count: number }) {
  const client = useQueryClient()
  const forget = async () => {
    try {
      await api.secondFactor.forgetDevices()
      toastSaved('Every browser is asked for a code again')
      await client.invalidateQueries({ queryKey: ownSignInKey })
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Button variant="default" onClick={() => void forget()}>
      Forget {counted(count, 'remembered browser')}
    </Button>
  )
}
