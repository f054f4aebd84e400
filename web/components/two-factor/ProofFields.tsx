import { PasswordInput, TextInput } from '@mantine/core'
import type { Proof } from '../../../model/sign-on.ts'
import { fieldErrors } from '../../lib/http.ts'

export type ProofFieldsProps = {
  /** Who has no password shows a code of the app instead. */
  hasPassword: boolean
  value: Proof
  onChange: (proof: Proof) => void
  error: unknown
}

/** Asks once more for the password, because an open browser is not enough to change how one signs in. */
export function ProofFields({ hasPassword, value, onChange, error }: ProofFieldsProps) {
  const problems = fieldErrors(error)
  if (hasPassword)
    return (
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={value.password ?? ''}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        error={problems.password}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      />
    )
  return (
    <TextInput
      label="Code"
      description="A code of your app, or a recovery code."
      autoComplete="one-time-code"
      required
      withAsterisk={false}
      data-autofocus
      value={value.code ?? ''}
      onChange={(event) => onChange({ code: event.currentTarget.value })}
      error={problems.code}
    />
  )
}
