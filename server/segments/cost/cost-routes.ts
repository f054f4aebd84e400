import { sql } from 'kysely'
import { z } from 'zod'
import { segmentCost } from '../../../model/segment-cost.ts'
import { audit } from '../../access/index.ts'
import type { Actor, App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { subjectOf } from '../segment-row.ts'
import { lockSegment } from '../segments.ts'
import { segmentCostOf } from './segment-cost.ts'
import { speedUp } from './slow-down.ts'

const tags = ['Segments']
const params = z.object({ id: z.uuid() })
/** Whoever runs the installation decides what it may spend. */
const administer = { permission: 'users:write' } as const

/** What segments cost, and which are never slowed down for it. */
export function addCostRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id/cost',
    {
      config: { permission: 'segments:read' },
      schema: {
        params,
        response: { 200: segmentCost },
        tags,
        summary: 'What a segment costs to keep, and whether it is slowed down for that',
      },
    },
    ({ params: { id } }) => segmentCostOf(platform, id),
  )

  app.put(
    '/api/v1/segments/:id/exemption',
    {
      config: administer,
      schema: {
        params,
        response: { 200: segmentCost },
        tags,
        summary:
          'Never slow a segment down, whatever it costs; one that is slowed follows what happens again',
      },
    },
    ({ actor, params: { id } }) => exempt(platform, actor, { id, exempt: true }),
  )

  app.delete(
    '/api/v1/segments/:id/exemption',
    {
      config: administer,
      schema: {
        params,
        response: { 200: segmentCost },
        tags,
        summary: 'Let a segment be slowed down again when it takes too long',
      },
    },
    ({ actor, params: { id } }) => exempt(platform, actor, { id, exempt: false }),
  )
}

async function exempt(platform: Platform, actor: Actor, change: { id: string; exempt: boolean }) {
  await platform.db.transaction().execute(async (trx) => {
    const segment = await lockSegment(trx, change.id)
    await sql`update segments set exempt = ${change.exempt} where id = ${change.id}`.execute(trx)
    if (change.exempt) await speedUp(trx, [change.id])
    const action = change.exempt ? 'segment.exempted' : 'segment.exemption_ended'
    await audit(trx, actor, { action, subject: subjectOf(segment) })
  })
  return segmentCostOf(platform, change.id)
}
