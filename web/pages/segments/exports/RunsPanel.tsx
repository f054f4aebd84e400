import type { SegmentExport, SegmentExportRun } from '../../../../model/segment-export.ts'
import type { Segment } from '../../../../model/segment.ts'
import { exportsApi } from '../../../api-exports.ts'
import { useList } from '../../../lib/queries.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { SidePanel } from '../../../ui/SidePanel.tsx'
import { runWords } from './export-words.ts'
import classes from './exports.module.css'
import { RunState } from './RunState.tsx'

export type RunsPanelProps = { segment: Segment; row: SegmentExport; opened: boolean; onClose: () => void }

/** When and how an export ran. */
export function RunsPanel({ opened, onClose, ...rest }: RunsPanelProps) {
  return (
    <SidePanel opened={opened} onClose={onClose} size="xl" title={`Runs of ${rest.row.name}`}>
      <Runs {...rest} />
    </SidePanel>
  )
}

const columns: Column<SegmentExportRun>[] = [
  {
    id: 'slot',
    header: 'For',
    width: '9rem',
    cell: (run) => <RelativeTime at={run.slot} />,
  },
  { id: 'state', header: 'State', width: '7rem', cell: (run) => <RunState run={run} /> },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: (run) => (
      <div className={classes.outcome}>
        {runWords(run)}
        {run.attempts > 1 && ` (attempt ${run.attempts})`}
        {run.file && <code>{run.file}</code>}
      </div>
    ),
  },
]

function Runs({ segment, row }: { segment: Segment; row: SegmentExport }) {
  const list = useList({
    key: ['segments', 'exports', segment.id, row.id, 'runs', row.last_run?.id, row.last_run?.state],
    fetch: (page) => exportsApi.runs(segment.id, row.id, page),
  })
  return (
    <DataTable
      label={`Runs of ${row.name}`}
      columns={columns}
      list={list}
      rowKey={(run) => String(run.id)}
      empty={<p className={classes.none}>It has not run yet.</p>}
    />
  )
}
