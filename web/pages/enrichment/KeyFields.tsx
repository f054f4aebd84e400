import { PasswordInput, Stack } from '@mantine/core'
import { keysOf } from './provider-draft.ts'
import type { EditorFieldsProps } from './ProviderEditor.tsx'

/** The keys that the request names; those that are kept are not shown. */
export function KeyFields({
  draft,
  change,
  problems,
  isReadOnly,
  kept,
}: EditorFieldsProps & { kept: string[] }) {
  return (
    <Stack gap="sm" mt="sm">
      {keysOf(draft, kept).map((name) => (
        <PasswordInput
          key={name}
          label={`Key: ${name}`}
          description={
            kept.includes(name) ? 'Stays as it is when left empty.' : 'Kept encrypted and never shown again.'
          }
          autoComplete="new-password"
          disabled={isReadOnly}
          value={draft.keys[name] ?? ''}
          onChange={(event) => change({ keys: { ...draft.keys, [name]: event.currentTarget.value } })}
          error={problems[`secrets.${name}`]}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the key', tabIndex: 0 }}
        />
      ))}
    </Stack>
  )
}
