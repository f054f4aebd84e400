import { useSession } from '../../lib/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { Devices } from './Devices.tsx'
import { PasswordForm } from './PasswordForm.tsx'

/** One's own account: the password, and where one is signed in. */
export function AccountPage() {
  const { user } = useSession()
  return (
    <Page title="Your account" description={user ? `${user.name}, ${user.email}` : undefined}>
      <Section title="Password">
        <PasswordForm />
      </Section>
      <Section title="Where you are signed in">
        <Devices />
      </Section>
    </Page>
  )
}
