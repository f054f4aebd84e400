import { Alert, Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useFocusOnOpen } from '../../lib/use-focus-on-open.ts'
import { BarePage } from '../../shell/BarePage.tsx'
import { FormError } from '../../ui/FormError.tsx'

/** Where the link of a mail leads: the reader chooses a password, then signs in with it. */
export function NewPasswordPage() {
  const [token] = useState(() => window.location.hash.slice(1))
  if (token === '')
    return (
      <BarePage title="Choose a password">
        <Stack gap="sm" mt="lg">
          <Alert color="red" variant="light" role="alert" py="xs" c="var(--kith-bad)">
            This address has no link in it. Open the one in the mail again, whole.
          </Alert>
          <SignInButton />
        </Stack>
      </BarePage>
    )
  return (
    <BarePage
      title="Choose a password"
      description="You are signed out everywhere, and sign in with it afterwards."
    >
      <NewPasswordForm token={token} />
    </BarePage>
  )
}

function NewPasswordForm({ token }: { token: string }) {
  const [password, setPassword] = useState('')
  const first = useFocusOnOpen<HTMLInputElement>()
  const choose = useMutation({
    mutationFn: () => api.passwordLinks.choose({ token, password }),
    onSuccess: () => window.location.assign('/sign-in'),
  })
  const problem = fieldErrors(choose.error).password
  const submit = (event: FormEvent) => {
    event.preventDefault()
    choose.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="lg">
        <PasswordInput
          label="New password"
          description="At least 8 characters. A few words in a row are easy to remember and hard to guess."
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={8}
          ref={first}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        {!problem && <FormError error={choose.error} />}
        <Button type="submit" loading={choose.isPending} mt="xs">
          Choose it
        </Button>
        {choose.isError && <SignInButton />}
      </Stack>
    </form>
  )
}

function SignInButton() {
  return (
    <Button component="a" href="/sign-in" variant="default">
      To the sign-in page
    </Button>
  )
}
