import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { Enrolment } from '../../../model/sign-on.ts'
import { formText } from '../../lib/form-text.ts'
import { fieldErrors } from '../../lib/http.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { QrCode } from './QrCode.tsx'

export type EnrolAppProps<Answer> = {
  /** Null while it is on its way. */
  enrolment: Enrolment | null
  confirm: (code: string) => Promise<Answer>
  onDone: (answer: Answer) => void
  onCancel: () => void
}

/** Takes an authenticator app into use: the QR code or its text, then the first code that the app shows. */
export function EnrolApp<Answer>({ enrolment, confirm, onDone, onCancel }: EnrolAppProps<Answer>) {
  const save = useMutation({ mutationFn: confirm, onSuccess: onDone })
  if (!enrolment) return <Loader size="sm" aria-label="Making a secret" />
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate(formText(event.currentTarget, ['code']).code)
  }
  const problem = fieldErrors(save.error).code
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          Scan this with an authenticator app: 1Password, Bitwarden, Google or Microsoft Authenticator, and
          the like.
        </Text>
        <QrCode text={enrolment.uri} label="QR code for the authenticator app" />
        <div>
          <Text size="sm" c="dimmed" mb={4}>
            No camera? Type this secret into the app instead:
          </Text>
          <CopyField label="secret" value={enrolment.secret} />
        </div>
        <TextInput
          label="Code"
          description="The six digits that the app shows now."
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          maw="16rem"
          required
          withAsterisk={false}
          data-autofocus
          error={problem}
        />
        {!problem && <FormError error={save.error} />}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            Switch on
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
