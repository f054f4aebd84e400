import {
  Button,
  Group,
  Modal,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { FileStorage } from '../../../model/file-storage.ts'
import { storagesApi } from '../../api-exports.ts'
import { fieldErrors } from '../../lib/http.ts'
import { FormError } from '../../ui/FormError.tsx'
import { draftOf, emptyStorage, storageChange, storageInput, type StorageDraft } from './storage-draft.ts'
import { StorageCheck } from './StorageCheck.tsx'

export type StorageDialogProps = {
  /** The storage that is changed; left out to add one. */
  storage?: FileStorage
  onClose: () => void
  onAdded?: (storage: FileStorage) => void
}

const kinds = [
  { value: 's3', label: 'S3 bucket' },
  { value: 'sftp', label: 'SFTP server' },
]

/** Asks where files shall be put, then tries whether they can be. */
export function StorageDialog({ storage: before, onClose, onAdded }: StorageDialogProps) {
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (draft: StorageDraft) =>
      before
        ? storagesApi.change(before.id, storageChange(before, draft))
        : storagesApi.create(storageInput(draft)),
    onSuccess: async (storage) => {
      await client.invalidateQueries({ queryKey: ['storages'] })
      if (!before) onAdded?.(storage)
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={save.data?.name ?? (before ? `Edit ${before.name}` : 'Add a storage')}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {save.data ? (
        <Stack gap="sm">
          <Text size="sm">
            {before ? 'It is saved.' : 'It is added.'} Whether files can be put there shows a test.
          </Text>
          <StorageCheck id={save.data.id} atOnce />
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <StorageForm save={save} before={before} onClose={onClose} />
      )}
    </Modal>
  )
}

type FormProps = {
  save: { mutate: (draft: StorageDraft) => void; error: unknown; isPending: boolean }
  before: FileStorage | undefined
  onClose: () => void
}

function StorageForm({ save, before, onClose }: FormProps) {
  const [draft, setDraft] = useState(() => (before ? draftOf(before) : emptyStorage))
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The dialog may stand in another form, which is not meant.
    event.stopPropagation()
    save.mutate(draft)
  }
  const change = (changed: Partial<StorageDraft>) => setDraft({ ...draft, ...changed })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {!before && (
          <SegmentedControl
            aria-label="Kind of storage"
            fullWidth
            data={kinds}
            value={draft.kind}
            onChange={(value) => change({ kind: value === 'sftp' ? 'sftp' : 's3' })}
          />
        )}
        <TextInput
          label="Name"
          placeholder={draft.kind === 's3' ? 'Data lake' : 'Partner'}
          data-autofocus
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={errors.name}
        />
        {draft.kind === 's3' ? (
          <S3Fields draft={draft} change={change} errors={errors} />
        ) : (
          <SftpFields draft={draft} change={change} errors={errors} />
        )}
        {before && (
          <Text
            size="sm"
            c={errors['secret'] ? 'var(--kith-bad)' : 'dimmed'}
            role={errors['secret'] ? 'alert' : undefined}
          >
            {errors['secret']
              ? 'It shall lie on another server: give what opens it there as well.'
              : 'What opens it stays as it is when its fields are left empty.'}
          </Text>
        )}
        <FormError error={Object.keys(errors).length > 0 ? null : save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {before ? 'Save and test' : 'Add and test'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type FieldsProps = {
  draft: StorageDraft
  change: (changed: Partial<StorageDraft>) => void
  errors: Record<string, string>
}

function S3Fields({ draft, change, errors }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Endpoint"
        description="Of anything that speaks as S3 does. Empty for Amazon's own."
        placeholder="https://minio.example.com"
        value={draft.endpoint}
        onChange={(event) => change({ endpoint: event.currentTarget.value })}
        error={errors['settings.endpoint']}
      />
      <Group grow align="flex-start">
        <TextInput
          label="Bucket"
          value={draft.bucket}
          onChange={(event) => change({ bucket: event.currentTarget.value })}
          error={errors['settings.bucket']}
        />
        <TextInput
          label="Region"
          value={draft.region}
          onChange={(event) => change({ region: event.currentTarget.value })}
          error={errors['settings.region']}
        />
      </Group>
      <TextInput
        label="Access key id"
        autoComplete="off"
        value={draft.access_key_id}
        onChange={(event) => change({ access_key_id: event.currentTarget.value })}
        error={errors['settings.access_key_id']}
      />
      <PasswordInput
        label="Secret access key"
        description="Kept encrypted and never shown again."
        autoComplete="new-password"
        value={draft.secret_access_key}
        onChange={(event) => change({ secret_access_key: event.currentTarget.value })}
        error={errors['secret.secret_access_key']}
      />
    </>
  )
}

function SftpFields({ draft, change, errors }: FieldsProps) {
  return (
    <>
      <Group align="flex-start" wrap="nowrap">
        <TextInput
          flex={1}
          label="Server"
          placeholder="sftp.example.com"
          value={draft.host}
          onChange={(event) => change({ host: event.currentTarget.value })}
          error={errors['settings.host']}
        />
        <NumberInput
          label="Port"
          w="6rem"
          hideControls
          min={1}
          max={65535}
          value={draft.port}
          onChange={(typed) => change({ port: typeof typed === 'number' ? typed : 22 })}
          error={errors['settings.port']}
        />
      </Group>
      <TextInput
        label="User"
        autoComplete="off"
        value={draft.username}
        onChange={(event) => change({ username: event.currentTarget.value })}
        error={errors['settings.username']}
      />
      <PasswordInput
        label="Password"
        description="Or a private key below. Kept encrypted and never shown again."
        autoComplete="new-password"
        value={draft.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
        error={errors['secret.password']}
      />
      <Textarea
        label="Private key"
        placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
        autosize
        minRows={2}
        maxRows={5}
        value={draft.private_key}
        onChange={(event) => change({ private_key: event.currentTarget.value })}
        error={errors['secret.private_key']}
      />
      {draft.private_key !== '' && (
        <PasswordInput
          label="Passphrase of the key"
          autoComplete="new-password"
          value={draft.passphrase}
          onChange={(event) => change({ passphrase: event.currentTarget.value })}
        />
      )}
    </>
  )
}
