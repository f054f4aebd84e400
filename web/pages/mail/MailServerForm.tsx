import { Button, Group, NativeSelect, NumberInput, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { mailSecurities, type MailSettings } from '../../../model/mail.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { draftOf, inputOf, securityWords, withSecurity, type MailDraft } from './mail-draft.ts'

/** Sets the mail server. */
export function MailServerForm({ saved, isReadOnly }: { saved: MailSettings; isReadOnly: boolean }) {
  const [draft, setDraft] = useState(() => draftOf(saved))
  const client = useQueryClient()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['mail'] }),
      client.invalidateQueries({ queryKey: ['sign-on'] }),
    ])
  const save = useMutation({
    mutationFn: () => api.mail.save(inputOf(draft)),
    onSuccess: async () => {
      await refresh()
      toastSaved('Mail server saved')
    },
  })
  const forget = useMutation({
    mutationFn: api.mail.forget,
    onSuccess: async () => {
      await refresh()
      toastSaved('Mail server removed')
    },
    onError: toastError,
  })
  const problems = fieldErrors(save.error)
  const change = (part: Partial<MailDraft>) => setDraft((before) => ({ ...before, ...part }))
  const isSame = JSON.stringify(draft) === JSON.stringify(draftOf(saved))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const fields = { draft, change, problems, isReadOnly }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <ServerFields {...fields} setDraft={setDraft} hasPassword={saved.server?.has_password ?? false} />
        <SenderFields {...fields} />
        <FormError error={Object.keys(problems).length > 0 ? null : save.error} />
        {!isReadOnly && (
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={isSame && saved.server !== null}>
              Save
            </Button>
            {saved.server && (
              <Button variant="default" loading={forget.isPending} onClick={() => forget.mutate()}>
                Send no more mail
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  )
}

type FieldsProps = {
  draft: MailDraft
  change: (part: Partial<MailDraft>) => void
  problems: Record<string, string>
  isReadOnly: boolean
}

type ServerFieldsProps = FieldsProps & { setDraft: (draft: MailDraft) => void; hasPassword: boolean }

function ServerFields({ draft, change, setDraft, problems, isReadOnly, hasPassword }: ServerFieldsProps) {
  return (
    <>
      <Group align="flex-start" wrap="nowrap">
        <TextInput
          flex={1}
          label="Server"
          placeholder="smtp.example.com"
          disabled={isReadOnly}
          value={draft.host}
          onChange={(event) => change({ host: event.currentTarget.value })}
          error={problems.host}
        />
        <NumberInput
          label="Port"
          w="6rem"
          hideControls
          min={1}
          max={65535}
          disabled={isReadOnly}
          value={draft.port}
          onChange={(typed) => change({ port: Number(typed) || 0 })}
          error={problems.port}
        />
      </Group>
      <NativeSelect
        label="Connection"
        disabled={isReadOnly}
        data={mailSecurities.map((value) => ({ value, label: securityWords[value] }))}
        value={draft.security}
        onChange={(event) =>
          setDraft(
            withSecurity(
              draft,
              mailSecurities.find((one) => one === event.currentTarget.value) ?? 'starttls',
            ),
          )
        }
      />
      <TextInput
        label="User"
        description="Empty where the server asks nobody who they are."
        autoComplete="off"
        disabled={isReadOnly}
        value={draft.username}
        onChange={(event) => change({ username: event.currentTarget.value })}
        error={problems.username}
      />
      {draft.username !== '' && (
        <PasswordInput
          label="Password"
          description={
            hasPassword ? 'Stays as it is when left empty.' : 'Kept encrypted and never shown again.'
          }
          autoComplete="new-password"
          disabled={isReadOnly}
          value={draft.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          error={problems.password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
      )}
    </>
  )
}

function SenderFields({ draft, change, problems, isReadOnly }: FieldsProps) {
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          label="Sender"
          disabled={isReadOnly}
          value={draft.from_name}
          onChange={(event) => change({ from_name: event.currentTarget.value })}
          error={problems.from_name}
        />
        <TextInput
          label="Address of the sender"
          type="email"
          placeholder="kith@example.com"
          disabled={isReadOnly}
          value={draft.from_address}
          onChange={(event) => change({ from_address: event.currentTarget.value })}
          error={problems.from_address}
        />
      </Group>
      <TextInput
        label="Address of Kith"
        description="Where links in mails lead: what colleagues type to open Kith."
        type="url"
        disabled={isReadOnly}
        value={draft.base_url}
        onChange={(event) => change({ base_url: event.currentTarget.value })}
        error={problems.base_url}
      />
    </>
  )
}
