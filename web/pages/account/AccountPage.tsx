import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { useSession } from '../../lib/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { Devices } from './Devices.tsx'
import { NotificationMail } from './NotificationMail.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { ownSignInKey, TwoFactor } from './TwoFactor.tsx'

/** One's own account: the password, the second factor, what one is mailed, and where one is signed in. */
export function AccountPage() {
  const { user } = useSession()
  const { data } = useQuery({ queryKey: ownSignInKey, queryFn: api.secondFactor.get })
  const providers = data?.providers ?? []
  return (
    <Page title="Your account" description={user ? `${user.name}, ${user.email}` : undefined}>
      <Section title="Password">
        {data?.has_password === false ? (
          <Text size="sm" c="dimmed">
            You have none: you sign in with {providers.join(' or ')}.
          </Text>
        ) : (
          <PasswordForm />
        )}
      </Section>
      <Section title="Second factor">
        <TwoFactor />
      </Section>
      <Section title="Mail">
        <NotificationMail />
      </Section>
      <Section title="Where you are signed in">
        <Devices />
      </Section>
    </Page>
  )
}
