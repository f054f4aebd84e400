import { Button, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { CrmObject } from '../../../model/field.ts'
import type { CrmRecord, RecordChange } from '../../../model/record.ts'
import { api } from '../../api.ts'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { EditableText } from '../../ui/EditableText.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'

export type RecordPanelProps = { object: CrmObject; id: string | undefined; onClose: () => void }

/** One record beside the list; the address names it. */
export function RecordPanel({ object, id, onClose }: RecordPanelProps) {
  const record = useQuery({
    queryKey: ['objects', object.key, 'record', id],
    queryFn: () => api.records.get(object.key, id ?? ''),
    enabled: id !== undefined,
  })
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={record.data?.name ?? object.name}>
      {record.data && <Details key={record.data.id} record={record.data} onDeleted={onClose} />}
      {record.isLoading && <LinesSkeleton lines={8} />}
      {record.error && !record.data && (
        <ErrorState error={record.error} again={() => void record.refetch()} />
      )}
    </SidePanel>
  )
}

function Details({ record, onDeleted }: { record: CrmRecord; onDeleted: () => void }) {
  const mayWrite = useMay()('records:write')
  const client = useQueryClient()
  const { object, id } = record
  const refresh = () => client.invalidateQueries({ queryKey: ['objects', object] })
  const change = async (what: RecordChange) => {
    try {
      await api.records.change(object, id, what)
      const back = () => void change({ name: record.name })
      toastSaved('Name saved', what.name === record.name ? undefined : back, `${id} name`)
    } catch (error) {
      toastError(error)
    }
    await refresh()
  }
  const remove = async () => {
    try {
      await api.records.remove(object, id)
      onDeleted()
      toastSaved(
        `${record.name} deleted`,
        () => void api.records.restore(object, id).then(refresh, toastError),
      )
    } catch (error) {
      toastError(error)
    }
    await refresh()
  }
  return (
    <>
      {mayWrite && (
        <EditableText
          label="Name"
          value={record.name}
          maxLength={300}
          onSave={(name) => void change({ name, version: record.version })}
        />
      )}
      <Text size="sm" c="dimmed" mt="md" mb="lg">
        {record.owner && `Owned by ${record.owner.name}. `}Created <RelativeTime at={record.created_at} />,
        changed <RelativeTime at={record.updated_at} />.
      </Text>
      <FieldsSections object={object} path={`objects/${object}/records/${id}`} mayWrite={mayWrite} />
      {mayWrite && (
        <Button
          mt="xl"
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => void remove()}
        >
          Delete
        </Button>
      )}
    </>
  )
}
