import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BinEntry } from '../../../model/bin.ts'
import type { CrmObject } from '../../../model/field.ts'
import { editsApi } from '../../api-edits.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

/** Where records of Kith itself lie; those of one's own lie under their object. */
const paths: Record<string, string> = {
  person: 'people',
  company: 'companies',
  deal: 'deals',
  lead: 'leads',
  product: 'products',
}

export function binColumns(objects: CrmObject[]): Column<BinEntry>[] {
  return [
    { id: 'name', header: 'Name', cell: ({ name }) => name },
    {
      id: 'object',
      header: 'Kind',
      width: '9rem',
      cell: ({ object }) => objects.find(({ key }) => key === object)?.name ?? object,
    },
    {
      id: 'by',
      header: 'Deleted by',
      width: '11rem',
      wideOnly: true,
      cell: ({ deleted_by }) => deleted_by ?? '–',
    },
    {
      id: 'at',
      header: 'Deleted',
      width: '9rem',
      cell: ({ deleted_at }) => <RelativeTime at={deleted_at} />,
    },
    { id: 'restore', header: '', width: '7rem', align: 'right', cell: (entry) => <Restore entry={entry} /> },
  ]
}

function Restore({ entry: { id, object, name } }: { entry: BinEntry }) {
  const client = useQueryClient()
  const restore = useMutation({
    mutationFn: () => editsApi.restore(paths[object] ?? `objects/${object}/records`, id),
    onSuccess: async () => {
      toastSaved(`${name} is back`)
      await client.invalidateQueries()
    },
    onError: (error) => toastError(error),
  })
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={restore.isPending}
      aria-label={`Restore ${name}`}
      onClick={() => restore.mutate()}
    >
      Restore
    </Button>
  )
}
