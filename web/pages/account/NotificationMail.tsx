import { Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  NotificationSettings,
  NotificationSettingsAnswer,
} from '../../../model/notification-settings.ts'
import { api } from '../../api.ts'
import { NoMail } from '../../components/NoMail.tsx'
import { exactTime } from '../../lib/format.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { DigestFields } from './DigestFields.tsx'
import { MailWayFields } from './MailWayFields.tsx'

const key = ['notifications', 'settings'] as const

/** What the reader is mailed, saved as it is chosen. */
export function NotificationMail() {
  const settings = useQuery({ queryKey: key, queryFn: api.notificationSettings.get })
  const save = useSave()
  if (settings.error) return <ErrorState error={settings.error} again={() => void settings.refetch()} />
  if (!settings.data) return <LinesSkeleton lines={5} />
  const { mail, digest, mails, next_digest_at } = settings.data
  const change = (part: Partial<NotificationSettings>) => save({ mail, digest, ...part })
  return (
    <Stack gap="lg" maw="36rem">
      {!mails && <NoMail />}
      <MailWayFields value={mail} onChange={(next) => change({ mail: next })} />
      <DigestFields value={digest} onChange={(next) => change({ digest: next })} />
      {mails && (
        <Text size="sm" c="dimmed" role="status">
          {next_digest_at
            ? `The next digest is made ${exactTime(next_digest_at)}. When there is nothing in it, none comes.`
            : 'No digest is made: no day is chosen.'}
        </Text>
      )}
    </Stack>
  )
}

/** Shows a choice at once, and takes it back when it could not be saved. */
function useSave(): (settings: NotificationSettings) => void {
  const client = useQueryClient()
  const save = useMutation({
    // One after the other, so that what was chosen last is what is kept.
    scope: { id: 'notification settings' },
    mutationFn: api.notificationSettings.save,
    onMutate: async (settings) => {
      await client.cancelQueries({ queryKey: key })
      const before = client.getQueryData<NotificationSettingsAnswer>(key)
      client.setQueryData<NotificationSettingsAnswer>(key, (cached) => cached && { ...cached, ...settings })
      return { before }
    },
    onSuccess: (saved) => {
      client.setQueryData(key, saved)
      toastSaved('Saved', undefined, 'notification settings')
    },
    onError: (error, _settings, context) => {
      client.setQueryData(key, context?.before)
      toastError(error)
    },
  })
  return save.mutate
}
