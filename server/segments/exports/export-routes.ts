import { Readable } from 'node:stream'
import { z } from 'zod'
import { exportQuery } from '../../../model/segment-membership.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findSegment } from '../segments.ts'
import { exportMembers, type ExportFormat } from './export-members.ts'

const DOWNLOAD_TIMEOUT_MS = 60 * 60_000
const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const satisfies Record<ExportFormat, string>

/** Everybody in a segment as a stream, for a file or another program. */
export function addExportRoutes(app: App, platform: Platform): void {
  addExport(app, platform, { format: 'csv', summary: 'Everybody in a segment as CSV, with chosen traits' })
  addExport(app, platform, {
    format: 'ndjson',
    summary: 'Everybody in a segment, a line of JSON each, with chosen traits',
  })
}

function addExport(
  app: App,
  platform: Platform,
  { format, summary }: { format: ExportFormat; summary: string },
): void {
  app.get(
    `/api/v1/segments/:id/members.${format}`,
    {
      config: { permission: 'people:read' },
      handlerTimeout: DOWNLOAD_TIMEOUT_MS,
      schema: {
        params: z.object({ id: z.uuid() }),
        querystring: exportQuery,
        tags: ['Segments'],
        summary,
      },
    },
    async ({ actor, params: { id }, query }, reply) => {
      const segment = await findSegment(platform.db, id)
      const lines = await exportMembers(platform, actor, { segment, traits: query.traits, format })
      return reply
        .type(contentTypes[format])
        .header('content-disposition', `attachment; filename="${fileName(segment.name)}.${format}"`)
        .send(Readable.from(lines))
    },
  )
}

function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'segment'
}
