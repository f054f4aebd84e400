import { z } from 'zod'
import { segmentSplit, splitInput } from '../../../model/segment-split.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { createSplit, listSplits, removeSplit } from './splits.ts'

const tags = ['Segments']
const params = z.object({ id: z.uuid() })

/** Random groups of a segment: A/B tests and hold-outs. */
export function addSplitRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id/splits',
    {
      config: { permission: 'segments:read' },
      schema: {
        params,
        response: { 200: z.object({ data: z.array(segmentSplit) }) },
        tags,
        summary: 'The random splits of a segment, with their groups',
      },
    },
    async ({ params: { id } }) => ({ data: await listSplits(platform.db, id) }),
  )
  app.post(
    '/api/v1/segments/:id/splits',
    {
      config: { permission: 'segments:write' },
      schema: {
        params,
        body: splitInput,
        response: { 201: segmentSplit },
        tags,
        summary: 'Divide a segment at random into named groups, each a segment of its own',
      },
    },
    async ({ actor, params: { id }, body }, reply) =>
      reply.code(201).send(await createSplit(platform, actor, { segment: id, input: body })),
  )
  app.delete(
    '/api/v1/segments/:id/splits/:split',
    {
      config: { permission: 'segments:write' },
      schema: {
        params: params.extend({ split: z.uuid() }),
        response: { 204: noContent },
        tags,
        summary: 'Remove a random split with its groups',
      },
    },
    async ({ actor, params: { id, split } }, reply) => {
      await removeSplit(platform, actor, { segment: id, split })
      return reply.code(204).send(null)
    },
  )
}
