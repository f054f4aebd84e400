import { Button, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useFocusOnOpen } from '../../lib/use-focus-on-open.ts'
import { FormError } from '../../ui/FormError.tsx'
import classes from './sign-in.module.css'

/** Asks for a mail by which to choose a new password. */
export function ForgotPassword({ email: typed, onBack }: { email: string; onBack: () => void }) {
  const [email, setEmail] = useState(typed)
  const first = useFocusOnOpen<HTMLInputElement>()
  const ask = useMutation({ mutationFn: () => api.passwordLinks.ask(email) })
  const problem = fieldErrors(ask.error).email
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate()
  }
  const back = (
    <UnstyledButton className={classes.link} onClick={onBack}>
      Back to signing in
    </UnstyledButton>
  )
  if (ask.isSuccess)
    return (
      <Stack gap="sm" mt="lg">
        <Text role="status">
          If {email} belongs to a user who signs in with a password, a mail is on its way. Its link is good
          for an hour.
        </Text>
        {back}
      </Stack>
    )
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="lg">
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          ref={first}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={problem}
        />
        {!problem && <FormError error={ask.error} />}
        <Button type="submit" loading={ask.isPending} mt="xs">
          Send the link
        </Button>
        {back}
      </Stack>
    </form>
  )
}
