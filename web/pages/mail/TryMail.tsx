import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useSession } from '../../lib/session.ts'
import { FormError } from '../../ui/FormError.tsx'

/** Sends a mail at once and says what the server said. */
export function TryMail() {
  const { user } = useSession()
  const [to, setTo] = useState(user?.email ?? '')
  const test = useMutation({ mutationFn: () => api.mail.test(to) })
  const problem = fieldErrors(test.error).to
  const submit = (event: FormEvent) => {
    event.preventDefault()
    test.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label="Send a mail to"
            type="email"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={problem}
          />
          <Button type="submit" variant="default" loading={test.isPending}>
            Send
          </Button>
        </Group>
        {test.data && !test.isPending && (
          <Alert
            role="status"
            variant="light"
            color={test.data.ok ? 'green' : 'red'}
            c={test.data.ok ? 'var(--kith-good)' : 'var(--kith-bad)'}
            py="xs"
          >
            {test.data.sentence}
          </Alert>
        )}
        {!problem && <FormError error={test.error} />}
      </Stack>
    </form>
  )
}
