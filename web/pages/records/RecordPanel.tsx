import { Button, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { CrmObject } from '../../../model/field.ts'
import type { CrmRecord, RecordChange } from '../../../model/record.ts'
import type { RecordAction } from '../../../model/rights.ts'
import { api } from '../../api.ts'
import { FavouriteStar } from '../../components/FavouriteStar.tsx'
import { RecordAccess } from '../../components/RecordAccess.tsx'
import { UserPicker } from '../../components/UserPicker.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { FilesSection } from '../../components/FilesSection.tsx'
import { StepThrough } from '../../components/StepThrough.tsx'
import { cacheOf } from '../../lib/list-objects.ts'
import { accessQuery } from '../../lib/record-access.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { EditableText } from '../../ui/EditableText.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'

export type RecordPanelProps = {
  object: CrmObject
  id: string | undefined
  onClose: () => void
  /** Goes to another record of those that are shown. */
  onChange: (id: string) => void
}

/** One record beside the list; the address names it. */
export function RecordPanel({ object, id, onClose, onChange }: RecordPanelProps) {
  const record = useQuery({
    queryKey: ['objects', object.key, 'record', id],
    queryFn: () => api.records.get(object.key, id ?? ''),
    enabled: id !== undefined,
  })
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={record.data?.name ?? object.name}>
      {id !== undefined && (
        <StepThrough
          id={id}
          cache={cacheOf(object.key)}
          one={object.name.toLowerCase()}
          onChange={onChange}
        />
      )}
      {record.data && <Details key={record.data.id} record={record.data} onDeleted={onClose} />}
      {record.isLoading && <LinesSkeleton lines={8} />}
      {record.error && !record.data && (
        <ErrorState error={record.error} again={() => void record.refetch()} />
      )}
    </SidePanel>
  )
}

function Details({ record, onDeleted }: { record: CrmRecord; onDeleted: () => void }) {
  const client = useQueryClient()
  const { object, id } = record
  const where = `objects/${object}/records` as const
  const { data: access } = useQuery(accessQuery(where, id))
  const may = (action: RecordAction) => access?.may.includes(action) ?? false
  const mayAssign = useMay()('users:read') && may('assign')
  const refresh = () => client.invalidateQueries({ queryKey: ['objects', object] })
  const change = async (what: RecordChange, back?: RecordChange) => {
    try {
      await api.records.change(object, id, what)
      const sentence = what.name === undefined ? 'Owner changed' : 'Name saved'
      toastSaved(sentence, back && (() => void change(back)), `${id} own`)
    } catch (error) {
      toastError(error)
    }
    await refresh()
    await client.invalidateQueries({ queryKey: [where, 'access', id] })
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
      {may('edit') && (
        <EditableText
          label="Name"
          value={record.name}
          maxLength={300}
          onSave={(name) => void change({ name, version: record.version }, { name: record.name })}
        />
      )}
      {mayAssign && (
        <UserPicker
          label="Owner"
          mt="sm"
          placeholder="Nobody"
          value={record.owner?.id ?? null}
          chosen={record.owner}
          onChange={(owner) =>
            owner !== (record.owner?.id ?? null) &&
            void change({ owner_id: owner }, { owner_id: record.owner?.id ?? null })
          }
        />
      )}
      <Text size="sm" c="dimmed" mt="md" mb="lg">
        {!mayAssign && record.owner && `Owned by ${record.owner.name}. `}Created{' '}
        <RelativeTime at={record.created_at} />, changed <RelativeTime at={record.updated_at} />.
      </Text>
      <FieldsSections object={object} path={`objects/${object}/records/${id}`} mayWrite={may('edit')} />
      <FilesSection of={{ path: where, id }} mayWrite={may('edit')} />
      <RecordAccess object={where} id={id} />
      <FavouriteStar kind="record" object={object} target_id={id} />
      {may('delete') && (
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
