import { ActionIcon, Button, Menu, Switch } from '@mantine/core'
import { IconDots, IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SegmentExport } from '../../../../model/segment-export.ts'
import type { Segment } from '../../../../model/segment.ts'
import { exportsApi } from '../../../api-exports.ts'
import { useMay } from '../../../lib/session.ts'
import { toastError, toastSaved } from '../../../lib/toasts.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { Section } from '../../../ui/Section.tsx'
import { exportWords, runWords } from './export-words.ts'
import { ExportFormDialog } from './ExportFormDialog.tsx'
import classes from './exports.module.css'
import { RunsPanel } from './RunsPanel.tsx'
import { RunState } from './RunState.tsx'

const REFRESH_MS = 4_000

/** The files of a segment that are written to a storage again and again; for who may change nothing, nothing while there are none. */
export function SegmentExports({ segment }: { segment: Segment }) {
  const [adding, setAdding] = useState(false)
  const mayWrite = useMay()('segments:write')
  const exports = useQuery({
    queryKey: ['segments', 'exports', segment.id],
    queryFn: () => exportsApi.list(segment.id),
    refetchInterval: REFRESH_MS,
  })
  const rows = exports.data?.data ?? []
  if (rows.length === 0 && !adding && !mayWrite) return null
  const add = mayWrite && (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Export to a storage
    </Button>
  )
  return (
    <Section title="Exports" action={add}>
      {rows.length === 0 ? (
        <p className={classes.none}>
          Nothing yet: files of its members, every day or when asked, to a bucket or an SFTP server.
        </p>
      ) : (
        <ul className={classes.list} aria-label="Exports">
          {rows.map((row) => (
            <Export key={row.id} segment={segment} row={row} />
          ))}
        </ul>
      )}
      {adding && <ExportFormDialog segment={segment} present={null} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function Export({ segment, row }: { segment: Segment; row: SegmentExport }) {
  const [dialog, setDialog] = useState<'change' | 'remove' | 'runs' | null>(null)
  const mayWrite = useMay()('segments:write')
  const close = () => setDialog(null)
  const { run, enable, remove } = useExportActions(segment, row)
  const { last_run } = row
  const runs = last_run?.state === 'waiting' || last_run?.state === 'running'
  return (
    <li>
      <div className={classes.what}>
        <strong>{row.name}</strong>
        <div className={classes.words}>
          {exportWords(row)}
          {row.owner && `, with the rights of ${row.owner}`}
        </div>
        {last_run && (
          <button type="button" className={classes.run} onClick={() => setDialog('runs')}>
            <RunState run={last_run} /> <RelativeTime at={last_run.slot} />: {runWords(last_run)}
          </button>
        )}
      </div>
      {mayWrite && (
        <div className={classes.tools}>
          {row.schedule && (
            <Switch
              aria-label={`${row.name} runs by itself`}
              checked={row.enabled}
              onChange={(event) => enable.mutate(event.currentTarget.checked)}
            />
          )}
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            disabled={runs}
            loading={run.isPending}
            onClick={() => run.mutate()}
          >
            Run now
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More about ${row.name}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setDialog('runs')}>Log of runs</Menu.Item>
              <Menu.Item onClick={() => setDialog('change')}>Change</Menu.Item>
              <Menu.Item c="var(--kith-bad)" onClick={() => setDialog('remove')}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
      {dialog === 'change' && <ExportFormDialog segment={segment} present={row} onClose={close} />}
      <RunsPanel segment={segment} row={row} opened={dialog === 'runs'} onClose={close} />
      <ConfirmDialog
        opened={dialog === 'remove'}
        onClose={close}
        title={`Remove the export ${row.name}?`}
        verb="Remove"
        onConfirm={remove}
      >
        No more files are written, and the log of its runs goes. Files that lie there stay.
      </ConfirmDialog>
    </li>
  )
}

function useExportActions(segment: Segment, row: SegmentExport) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['segments', 'exports', segment.id] })
  const run = useMutation({
    mutationFn: () => exportsApi.run(segment.id, row.id),
    onSuccess: refresh,
    onError: (error) => toastError(error),
  })
  const enable = useMutation({
    mutationFn: (enabled: boolean) => exportsApi.change(segment.id, row.id, { enabled }),
    onSuccess: async ({ enabled }) => {
      toastSaved(`${row.name} switched ${enabled ? 'on' : 'off'}`)
      await refresh()
    },
    onError: (error) => toastError(error),
  })
  const remove = async () => {
    await exportsApi.remove(segment.id, row.id)
    toastSaved(`${row.name} removed`)
    await refresh()
  }
  return { run, enable, remove }
}
