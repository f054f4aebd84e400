import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../../api.ts'
import { formText } from '../../lib/form-text.ts'
import { fieldErrors } from '../../lib/http.ts'
import { sessionQuery } from '../../lib/session.ts'
import { useFocusOnOpen } from '../../lib/use-focus-on-open.ts'
import { BarePage } from '../../shell/BarePage.tsx'
import { FormError } from '../../ui/FormError.tsx'

export function OwnerStep() {
  const client = useQueryClient()
  const first = useFocusOnOpen<HTMLInputElement>()
  const create = useMutation({
    mutationFn: api.session.setUp,
    onSuccess: () => client.fetchQuery({ ...sessionQuery, staleTime: 0 }),
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate(formText(event.currentTarget, ['name', 'email', 'password']))
  }
  return (
    <BarePage
      title="Welcome to Kith"
      description="Every customer, one profile. Make your account first: as the owner you may do everything, and invite others."
    >
      <form onSubmit={submit}>
        <Stack gap="sm" mt="lg">
          <TextInput
            label="Your name"
            name="name"
            autoComplete="name"
            required
            withAsterisk={false}
            ref={first}
            error={problems.name}
          />
          <TextInput
            label="E-mail"
            name="email"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            error={problems.email}
          />
          <PasswordInput
            label="Password"
            description="At least 8 characters."
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={8}
            error={problems.password}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
          />
          <FormError error={create.error} />
          <Button type="submit" loading={create.isPending} mt="xs">
            Create the account
          </Button>
        </Stack>
      </form>
    </BarePage>
  )
}
