import { Readable } from 'node:stream'
import { z } from 'zod'
import type { FastifyReply } from 'fastify'
import { recordExport } from '../../../model/view.ts'
import type { Actor, App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listedObjects } from '../objects/standard-objects.ts'
import { requireOwnObject } from '../records/change-records.ts'
import { exportRecords } from './export-records.ts'

/** A million rows take their time. */
const WHOLE_FILE_MS = 3_600_000

const files = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** Lists as files for spreadsheets. */
export function addExportRoutes(app: App, { db }: Platform): void {
  type Asked = z.output<typeof recordExport>
  const send = async (
    reply: FastifyReply,
    actor: Actor,
    { object, asked }: { object: string; asked: Asked },
  ) => {
    const file = await exportRecords(db, actor, { object, asked })
    return reply
      .type(files[asked.format])
      .header('content-disposition', `attachment; filename="${object}.${asked.format}"`)
      .send(Readable.from(file))
  }
  for (const { object, path, tag, read: permission } of listedObjects)
    app.post(
      `/api/v1/${path}/export`,
      {
        config: { permission },
        handlerTimeout: WHOLE_FILE_MS,
        schema: { body: recordExport, tags: [tag], summary: `Export ${path} to CSV or Excel` },
      },
      async ({ body: asked, actor }, reply) => send(reply, actor, { object, asked }),
    )
  app.post(
    '/api/v1/objects/:object/records/export',
    {
      config: { permission: 'records:read' },
      handlerTimeout: WHOLE_FILE_MS,
      schema: {
        params: z.object({ object: z.string().max(60) }),
        body: recordExport,
        tags: ['Records'],
        summary: 'Export records of an object to CSV or Excel',
      },
    },
    async ({ params: { object }, body: asked, actor }, reply) => {
      await requireOwnObject(db, object)
      return send(reply, actor, { object, asked })
    },
  )
}
