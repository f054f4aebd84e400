import { Text } from '@mantine/core'
import { links } from '../lib/links.ts'
import { useMay } from '../lib/session.ts'
import { TextLink } from '../ui/links.tsx'

/** Says that no mail server is set, and who sets one. */
export function NoMail() {
  const maySet = useMay()('mail:write')
  return (
    <Text size="sm" c="dimmed">
      No mail is sent from here yet.{' '}
      {maySet ? (
        <TextLink {...links.mail()}>Set the server that sends it</TextLink>
      ) : (
        'An owner sets the server that sends it.'
      )}
    </Text>
  )
}
