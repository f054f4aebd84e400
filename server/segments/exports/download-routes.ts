import { Readable } from 'node:stream'
import { z } from 'zod'
import { exportQuery } from '../../../model/segment-membership.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findSegment } from '../segments.ts'
import { exportFormats, type ExportFormat } from '../../../model/segment-export.ts'
import { audit } from '../../access/index.ts'
import { subjectOf } from '../segment-row.ts'
import { contentTypes, encoders } from './encode.ts'
import { memberTable } from './member-table.ts'
import { plainName } from './file-path.ts'

const DOWNLOAD_TIMEOUT_MS = 60 * 60_000
const summaries: Record<ExportFormat, string> = {
  csv: 'Everybody in a segment as CSV, with chosen traits',
  ndjson: 'Everybody in a segment, a line of JSON each, with chosen traits',
  parquet: 'Everybody in a segment as an Apache Parquet file, with chosen traits',
}

/** Everybody in a segment as a stream, for a file or another program. */
export function addDownloadRoutes(app: App, platform: Platform): void {
  for (const format of exportFormats) addDownload(app, platform, format)
}

function addDownload(app: App, platform: Platform, format: ExportFormat): void {
  app.get(
    `/api/v1/segments/:id/members.${format}`,
    {
      config: { permission: 'people:read' },
      handlerTimeout: DOWNLOAD_TIMEOUT_MS,
      schema: {
        params: z.object({ id: z.uuid() }),
        querystring: exportQuery,
        tags: ['Segments'],
        summary: summaries[format],
      },
    },
    async ({ actor, params: { id }, query }, reply) => {
      const segment = await findSegment(platform.db, id)
      const { traits } = query
      const table = await memberTable(platform.db, actor, {
        segment: id,
        members: segment.members,
        traits,
      })
      await audit(platform.db, actor, {
        action: 'segment.exported',
        subject: subjectOf(segment),
        details: { format, traits },
      })
      return reply
        .type(contentTypes[format])
        .header('content-disposition', `attachment; filename="${plainName(segment.name)}.${format}"`)
        .send(Readable.from(encoders[format](table)))
    },
  )
}
