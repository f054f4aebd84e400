import { Button, Divider, PasswordInput, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, signOnAddress } from '../../api.ts'
import { formText } from '../../lib/form-text.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useFocusOnOpen } from '../../lib/use-focus-on-open.ts'
import { FormError } from '../../ui/FormError.tsx'
import classes from './sign-in.module.css'

export type PasswordStepProps = {
  next: string | undefined
  onSignedIn: () => Promise<void>
  /** With what was typed as the e-mail address so far. */
  onForgot: (email: string) => void
}

/** The ways to sign in: providers, and the password. Where passwords are for owners only, the form waits behind a link. */
export function PasswordStep({ next, onSignedIn, onForgot }: PasswordStepProps) {
  const { data } = useQuery({ queryKey: ['sign-on', 'options'], queryFn: api.signOn.options })
  const [asks, setAsks] = useState(false)
  const providers = data?.providers ?? []
  const showsForm = asks || data?.password !== 'owners'
  return (
    <Stack gap="sm" mt="lg">
      {showsForm && <PasswordForm onSignedIn={onSignedIn} onForgot={data?.mails ? onForgot : undefined} />}
      {showsForm && providers.length > 0 && <Divider label="or" my={4} />}
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          component="a"
          href={signOnAddress(id, next)}
          variant={showsForm ? 'default' : 'filled'}
        >
          Sign in with {name}
        </Button>
      ))}
      {!showsForm && (
        <UnstyledButton className={classes.link} onClick={() => setAsks(true)}>
          Owners: sign in with a password
        </UnstyledButton>
      )}
    </Stack>
  )
}

type PasswordFormProps = Pick<PasswordStepProps, 'onSignedIn'> & {
  /** Left out while no mail can be sent. */
  onForgot: PasswordStepProps['onForgot'] | undefined
}

function PasswordForm({ onSignedIn, onForgot }: PasswordFormProps) {
  const signIn = useMutation({ mutationFn: api.session.signIn, onSuccess: onSignedIn })
  const first = useFocusOnOpen<HTMLInputElement>()
  const problems = fieldErrors(signIn.error)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    signIn.mutate(formText(event.currentTarget, ['email', 'password']))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          ref={first}
          error={problems.email}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={problems.password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        <FormError error={signIn.error} />
        <Button type="submit" loading={signIn.isPending} mt="xs">
          Sign in
        </Button>
        {onForgot && (
          <UnstyledButton className={classes.link} onClick={() => onForgot(first.current?.value ?? '')}>
            Forgot your password?
          </UnstyledButton>
        )}
      </Stack>
    </form>
  )
}
