import { ActionIcon, Button, Text } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileStorage } from '../../../model/file-storage.ts'
import { storagesApi } from '../../api-exports.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Section } from '../../ui/Section.tsx'
import { StorageCheck } from './StorageCheck.tsx'
import { StorageDialog } from './StorageDialog.tsx'
import classes from './storages.module.css'

/** The buckets and servers to which segments are exported. */
export function StoragesSection() {
  const [adding, setAdding] = useState(false)
  const mayWrite = useMay()('destinations:write')
  const storages = useQuery({ queryKey: ['storages'], queryFn: storagesApi.list })
  const add = mayWrite && (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add a storage
    </Button>
  )
  return (
    <Section title="Storages for files" action={add}>
      {storages.error && !storages.data ? (
        <ErrorState error={storages.error} again={() => void storages.refetch()} />
      ) : (
        <Storages rows={storages.data?.data ?? []} />
      )}
      {adding && <StorageDialog onClose={() => setAdding(false)} />}
    </Section>
  )
}

function Storages({ rows }: { rows: FileStorage[] }) {
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        A bucket or an SFTP server to which the page of a segment can export its people, once or every day.
      </Text>
    )
  }
  return (
    <ul className={classes.list} aria-label="Storages">
      {rows.map((storage) => (
        <Storage key={storage.id} storage={storage} />
      ))}
    </ul>
  )
}

function Storage({ storage }: { storage: FileStorage }) {
  const [removing, setRemoving] = useState(false)
  const [editing, setEditing] = useState(false)
  const client = useQueryClient()
  const mayWrite = useMay()('destinations:write')
  const remove = async () => {
    await storagesApi.remove(storage.id)
    toastSaved(`${storage.name} removed`)
    await client.invalidateQueries({ queryKey: ['storages'] })
  }
  return (
    <li>
      <div>
        {storage.name}
        <div className={classes.where}>{whereWords(storage)}</div>
      </div>
      {mayWrite && (
        <div className={classes.tools}>
          <StorageCheck id={storage.id} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Edit ${storage.name}`}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${storage.name}`}
            onClick={() => setRemoving(true)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      )}
      {editing && <StorageDialog storage={storage} onClose={() => setEditing(false)} />}
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Remove ${storage.name}?`}
        verb="Remove"
        onConfirm={remove}
      >
        Kith forgets how to open it. Files that lie there stay.
      </ConfirmDialog>
    </li>
  )
}

function whereWords(storage: FileStorage): string {
  if (storage.kind === 'sftp') {
    const { username, host, port } = storage.settings
    return `SFTP · ${username}@${host}${port === 22 ? '' : `:${port}`}`
  }
  const { bucket, endpoint, region } = storage.settings
  return `S3 · ${bucket} · ${endpoint ?? region}`
}
