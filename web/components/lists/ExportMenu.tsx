import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { rightsFor } from '../../../model/rights.ts'
import type { RecordExport } from '../../../model/view.ts'
import { api } from '../../api.ts'
import { pathOf, rightsOf } from '../../lib/list-objects.ts'
import { useSession } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import classes from './lists.module.css'

export type Exported = Omit<RecordExport, 'format'>

export type ExportMenuProps = {
  object: string
  exported: Exported & { all?: true | undefined }
  compact?: boolean
}

/** Saves the list as a file: its columns, its order, what its filter means. */
export function ExportMenu({ object, exported, compact = false }: ExportMenuProps) {
  const { rights } = useSession()
  const file = useMutation({
    mutationFn: async (format: RecordExport['format']) => {
      const { ids, filter, search, columns, sort } = exported
      const selection = ids ? { ids, columns, sort } : { filter, search, columns, sort }
      save(await api.lists.file(pathOf(object), { ...selection, format }), `${object}.${format}`)
    },
    onSuccess: () => toastSaved('Exported'),
    onError: (error) => toastError(error),
  })
  if (rightsFor(rights, rightsOf(object)).export === 'none') return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={file.isPending}
          {...(compact
            ? { size: 'compact-sm' }
            : { className: classes.tool, title: 'Export', px: '0.5625rem' })}
        >
          {!compact && <IconDownload size={15} aria-hidden />}
          <span className={compact ? undefined : classes.toolWord}>Export</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => file.mutate('csv')}>CSV</Menu.Item>
        <Menu.Item onClick={() => file.mutate('xlsx')}>Excel (.xlsx)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
