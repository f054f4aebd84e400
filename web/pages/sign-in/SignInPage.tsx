import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { api, type Credentials } from '../../api.ts'
import { formText } from '../../lib/form-text.ts'
import { fieldErrors } from '../../lib/http.ts'
import { sessionQuery } from '../../lib/session.ts'
import { useFocusOnOpen } from '../../lib/use-focus-on-open.ts'
import { BarePage } from '../../shell/BarePage.tsx'
import { FormError } from '../../ui/FormError.tsx'

export function SignInPage() {
  const signIn = useSignIn()
  const first = useFocusOnOpen<HTMLInputElement>()
  const problems = fieldErrors(signIn.error)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    signIn.mutate(formText(event.currentTarget, ['email', 'password']))
  }
  return (
    <BarePage title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm" mt="lg">
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
        </Stack>
      </form>
    </BarePage>
  )
}

function useSignIn() {
  const client = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  return useMutation({
    mutationFn: (credentials: Credentials) => api.session.signIn(credentials),
    onSuccess: async () => {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await router.navigate({ href: isOwnAddress(next) ? next : '/', replace: true })
    },
  })
}

/** Only an address inside this interface: a link must not lead a person who signs in to another site. */
function isOwnAddress(next: string | undefined): next is string {
  return next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\')
}
