import { z } from 'zod'
import {
  comparisonQuery,
  overlapQuery,
  segmentComparison,
  segmentOverlap,
} from '../../../model/segment-compare.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { compareMakeUp } from './make-up.ts'
import { findOverlap } from './overlap.ts'

const tags = ['Segments']

/** What segments have in common, and in what they differ. */
export function addCompareRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/overlap',
    {
      config: { permission: 'segments:read' },
      schema: {
        querystring: overlapQuery,
        response: { 200: segmentOverlap },
        tags,
        summary: 'How many people are in which of two or three segments together',
      },
    },
    ({ query }) => findOverlap(platform.db, query.segments),
  )
  app.get(
    '/api/v1/segments/:id/comparison',
    {
      config: { permission: 'people:read' },
      schema: {
        params: z.object({ id: z.uuid() }),
        querystring: comparisonQuery,
        response: { 200: segmentComparison },
        tags,
        summary: 'Which traits and events set the people of two segments apart, with shares of each',
      },
    },
    ({ actor, params: { id }, query }) => compareMakeUp(platform, actor, [id, query.with]),
  )
}
