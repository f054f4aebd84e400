import type { ExportFormat } from '../../../model/segment-export.ts'
import { localDate } from '../../platform/zones.ts'

export type Naming = { segment: string; slot: number; zone: string; format: ExportFormat }

/** The path of a run's file. The same for the same slot, so that a run that is repeated writes the same file. */
export function filePath(template: string, { segment, slot, zone, format }: Naming): string {
  const parts: Record<string, string> = {
    segment: plainName(segment),
    slot: new Date(slot).toISOString().replaceAll(/[-:]|\.000/g, ''),
    date: localDate(zone, slot),
    format,
  }
  return template.replaceAll(/\{(\w+)\}/g, (whole, part: string) => parts[part] ?? whole)
}

/** A name as a part of a path. */
export function plainName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'segment'
}
