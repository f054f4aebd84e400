import { z } from 'zod'
import { recordAccess, recordShare, recordShareInput } from '../../../model/record-access.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordAccessOf } from './record-access.ts'
import type { RecordKind } from './record-kind.ts'
import { shareRecord, unshareRecord } from './share-record.ts'

const tags = ['Access to records']
const params = z.object({ id: z.uuid() })

/** The routes by which the records of an object are shared, and by which they say why somebody sees them. */
export function addRecordAccessRoutes(app: App, platform: Platform, kind: RecordKind): void {
  const { object, one, permissions } = kind
  app.get(
    `/api/v1/${object}/:id/access`,
    {
      config: { permission: permissions.read },
      schema: {
        params,
        response: { 200: recordAccess },
        tags,
        summary: `What you may do with a ${one}, why you see it, and with whom it is shared`,
      },
    },
    async ({ actor, params: { id } }) => recordAccessOf(platform.db, actor, { kind, id }),
  )

  app.post(
    `/api/v1/${object}/:id/shares`,
    {
      config: { permission: permissions.write },
      schema: {
        params,
        body: recordShareInput,
        response: { 201: recordShare },
        tags,
        summary: `Share a ${one} with a user or a team`,
      },
    },
    async ({ actor, params: { id }, body }, reply) =>
      reply.code(201).send(await shareRecord(platform, actor, { kind, id, input: body })),
  )

  app.delete(
    `/api/v1/${object}/:id/shares/:share`,
    {
      config: { permission: permissions.write },
      schema: {
        params: params.extend({ share: z.uuid() }),
        response: { 204: noContent },
        tags,
        summary: `Stop sharing a ${one}`,
      },
    },
    async ({ actor, params: { id, share } }, reply) => {
      await unshareRecord(platform, actor, { kind, id, shareId: share })
      return reply.code(204).send(null)
    },
  )
}
