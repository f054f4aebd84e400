import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { sentenceOf } from '../lib/http.ts'

/** Why a form was not accepted, above its buttons; nothing while there is no error. */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle size={18} />}
      c="var(--kith-bad)"
      py="xs"
    >
      {sentenceOf(error)}
    </Alert>
  )
}
