import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

const blank = { current: '', next: '' }

/** Changes the reader's own password. */
export function PasswordForm() {
  const [input, setInput] = useState(blank)
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: api.account.changePassword,
    onSuccess: async () => {
      setInput(blank)
      toastSaved('Password changed; you are signed out everywhere else')
      await client.invalidateQueries({ queryKey: ['account'] })
    },
  })
  const problems = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(input)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="24rem">
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={input.current}
          onChange={(event) => setInput({ ...input, current: event.currentTarget.value })}
          error={problems.current}
        />
        <PasswordInput
          label="New password"
          description="At least 8 characters."
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={8}
          maxLength={200}
          value={input.next}
          onChange={(event) => setInput({ ...input, next: event.currentTarget.value })}
          error={problems.next}
        />
        <FormError error={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
