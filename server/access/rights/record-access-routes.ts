import { z } from 'zod'
import { recordAccess, recordShare, recordShareInput } from '../../../model/record-access.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordAccessOf } from './record-access.ts'
import type { RecordKind } from './record-kind.ts'
import { shareRecord, unshareRecord } from './share-record.ts'

const tags = ['Access to records']
const byId = z.object({ id: z.uuid() })

type Place = { id: string; object?: string | undefined }

/** Routes of the records at a path, `/deals/:id`, whose objects the address may name. */
export type AccessRoutes = Pick<RecordKind, 'one' | 'permissions'> & {
  path: string
  params: z.ZodType<Place>
  shareParams: z.ZodType<Place & { share: string }>
  kindOf(place: Place): RecordKind
}

/** The routes by which the records of an object are shared, and by which they say why somebody sees them. */
export function addRecordAccessRoutes(app: App, platform: Platform, kind: RecordKind): void {
  const { object, one, permissions } = kind
  const shareParams = byId.extend({ share: z.uuid() })
  const path = `/api/v1/${object}/:id`
  addAccessRoutes(app, platform, { path, one, permissions, params: byId, shareParams, kindOf: () => kind })
}

/** The same routes for records whose object the address names. */
export function addAccessRoutes(app: App, platform: Platform, routes: AccessRoutes): void {
  const { path, one, permissions, params, shareParams, kindOf } = routes
  app.get(
    `${path}/access`,
    {
      config: { permission: permissions.read },
      schema: {
        params,
        response: { 200: recordAccess },
        tags,
        summary: `What you may do with a ${one}, why you see it, and with whom it is shared`,
      },
    },
    async ({ actor, params: place }) =>
      recordAccessOf(platform.db, actor, { kind: kindOf(place), id: place.id }),
  )

  app.post(
    `${path}/shares`,
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
    async ({ actor, params: place, body }, reply) => {
      const asked = { kind: kindOf(place), id: place.id, input: body }
      return reply.code(201).send(await shareRecord(platform, actor, asked))
    },
  )

  app.delete(
    `${path}/shares/:share`,
    {
      config: { permission: permissions.write },
      schema: {
        params: shareParams,
        response: { 204: noContent },
        tags,
        summary: `Stop sharing a ${one}`,
      },
    },
    async ({ actor, params: { share, ...place } }, reply) => {
      await unshareRecord(platform, actor, { kind: kindOf(place), id: place.id, shareId: share })
      return reply.code(204).send(null)
    },
  )
}
