import type {
  ExportFormat,
  ExportSchedule,
  SegmentExport,
  SegmentExportRun,
} from '../../../../model/segment-export.ts'
import { counted } from '../../../lib/format.ts'

export const formatNames: Record<ExportFormat, string> = { csv: 'CSV', ndjson: 'NDJSON', parquet: 'Parquet' }
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** When it runs: `every day at 06:30`, with the zone where that is not the reader's own. */
function scheduleWords(schedule: ExportSchedule | null, own = ownZone()): string {
  if (!schedule) return 'only when asked'
  const zone = schedule.zone === own || schedule.every === 'hour' ? '' : ` (${schedule.zone})`
  switch (schedule.every) {
    case 'hour':
      return `every hour at minute ${schedule.minute}`
    case 'day':
      return `every day at ${schedule.at}${zone}`
    case 'week':
      return `every ${weekdays[schedule.weekday - 1]} at ${schedule.at}${zone}`
  }
}

/** What goes where, and when. */
export function exportWords({ content, format, storage_name, schedule }: SegmentExport): string {
  const what = content === 'members' ? 'Everybody' : 'Who entered and left'
  return `${what} as ${formatNames[format]} to ${storage_name}, ${scheduleWords(schedule)}`
}

/** How a run ended: `1,200 rows, 84 KB`. */
export function runWords({ state, rows, bytes, error }: SegmentExportRun): string {
  if (state === 'done') return `${counted(rows, 'row')}, ${sizeWords(bytes)}`
  if (state === 'running') return `Running: ${counted(rows, 'row')} so far`
  if (error === null) return 'Waiting for its turn'
  return state === 'failed' ? error : `${error} It is tried again.`
}

const KB = 1024

/** A size of a file. */
function sizeWords(bytes: number): string {
  if (bytes < KB) return counted(bytes, 'byte')
  const [value, unit] =
    bytes < KB ** 2 ? [bytes / KB, 'KB'] : bytes < KB ** 3 ? [bytes / KB ** 2, 'MB'] : [bytes / KB ** 3, 'GB']
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(value)} ${unit}`
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
