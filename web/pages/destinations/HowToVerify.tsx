import { Stack, Text } from '@mantine/core'
import { CopyField } from '../../ui/CopyField.tsx'

const verify = `import { Webhook } from 'standardwebhooks'

// Throws when the message was not signed with the secret, or is older than five minutes.
const message = new Webhook(process.env.KITH_SECRET).verify(rawBody, request.headers)`

/** How a program that receives messages checks their signature. */
export function HowToVerify() {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Every message carries the Standard Webhooks headers <code>webhook-id</code>,{' '}
        <code>webhook-timestamp</code> and <code>webhook-signature</code>. Libraries for all common languages
        check them:
      </Text>
      <CopyField label="code that verifies" value={verify} block />
      <Text size="sm" c="dimmed">
        Programs made for Segment’s webhooks can check <code>X-Signature</code> instead: the HMAC-SHA1 of the
        body with the same secret, in hexadecimal digits.
      </Text>
    </Stack>
  )
}
