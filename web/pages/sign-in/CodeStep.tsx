import { Button, Checkbox, Group, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useFocusOnOpen } from '../../lib/use-focus-on-open.ts'
import { FormError } from '../../ui/FormError.tsx'
import { StartAgain } from './StartAgain.tsx'
import classes from './sign-in.module.css'

export type CodeStepProps = { rememberDays: number; onSignedIn: () => Promise<void> }

/** Asks for the app's code, or for a recovery code where the app is out of reach. */
export function CodeStep({ rememberDays, onSignedIn }: CodeStepProps) {
  const [isRecovery, setIsRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [remember, setRemember] = useState(false)
  const field = useFocusOnOpen<HTMLInputElement>()
  const show = useMutation({ mutationFn: api.session.showCode, onSuccess: onSignedIn })
  const problem = fieldErrors(show.error).code
  const submit = (event: FormEvent) => {
    event.preventDefault()
    show.mutate({ code, remember })
  }
  const swap = () => {
    setIsRecovery(!isRecovery)
    setCode('')
    show.reset()
    field.current?.focus()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="lg">
        <TextInput
          label={isRecovery ? 'Recovery code' : 'Code'}
          ref={field}
          inputMode={isRecovery ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={problem}
        />
        {rememberDays > 0 && !isRecovery && (
          <Checkbox
            label={`Do not ask in this browser for ${counted(rememberDays, 'day')}`}
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        )}
        {!problem && <FormError error={show.error} />}
        <Button type="submit" loading={show.isPending} mt="xs">
          Sign in
        </Button>
        <Group justify="space-between">
          <UnstyledButton className={classes.link} onClick={swap}>
            {isRecovery ? 'Use the app' : 'Use a recovery code'}
          </UnstyledButton>
          <StartAgain />
        </Group>
      </Stack>
    </form>
  )
}
