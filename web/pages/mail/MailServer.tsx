import { Alert, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { MailServerForm } from './MailServerForm.tsx'
import { TryMail } from './TryMail.tsx'

/** The mail server, and a way to try it. */
export function MailServer() {
  const settings = useQuery({ queryKey: ['mail', 'settings'], queryFn: api.mail.settings })
  const mayWrite = useMay()('mail:write')
  if (settings.error) return <ErrorState error={settings.error} again={() => void settings.refetch()} />
  if (!settings.data) return <LinesSkeleton lines={6} />
  const { server, by_environment } = settings.data
  return (
    <Stack gap="lg" maw="36rem">
      {by_environment && (
        <Alert color="blue" variant="light" py="xs" c="inherit">
          The mail server is set by KITH_SMTP_URL where Kith is started, and changed there.
        </Alert>
      )}
      {!server && (
        <Text size="sm" c="dimmed">
          {mayWrite
            ? 'No mail is sent yet. Any server that takes mail will do: that of your company, or of a service for sending.'
            : 'No mail is sent yet. An owner sets the server that takes it.'}
        </Text>
      )}
      {(mayWrite || server) && (
        <MailServerForm
          key={JSON.stringify(server)}
          saved={settings.data}
          isReadOnly={by_environment || !mayWrite}
        />
      )}
      {server && mayWrite && (
        <Section title="Try it">
          <TryMail />
        </Section>
      )}
    </Stack>
  )
}
