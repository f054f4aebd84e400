import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import type { Collect } from './collect/index.ts'
import type { App } from './platform/http/index.ts'
import type { Platform } from './platform/index.ts'
import { countBehind, type Processor } from './platform/outbox/index.ts'

const stepStats = z.object({
  name: z.string(),
  events: z.number(),
  dropped: z.number(),
  milliseconds: z.number(),
})
const pipelineHealth = z.object({
  steps: z.array(stepStats),
  batches: z.number(),
  events: z.number(),
  waiting: z.number().describe('Accepted requests that are not processed yet'),
  behind: z.number().describe('News that segments, destinations and the like have not handled yet'),
  error: z.string().nullable(),
})
const health = z.object({
  status: z.enum(['ok', 'unavailable']),
  waiting: z.number(),
  troubles: z.array(z.string()),
})

/** Health and metrics for whoever runs Kith and their monitoring. */
export function registerSystemRoutes(
  app: App,
  platform: Platform,
  { collect, processors }: { collect: Collect; processors: readonly Processor[] },
): void {
  const registry = metricsOf(platform, collect)
  app.get(
    '/health',
    {
      schema: {
        response: { 200: health, 503: health },
        tags: ['System'],
        summary: '200 when events are accepted; says what is wrong',
      },
    },
    async (_request, reply) => {
      const full = collect.disk.trouble()
      const stuck = collect.pipeline.health().error
      const troubles = [full, stuck && `Events are accepted but not processed: ${stuck}`].filter(
        (sentence) => sentence !== null,
      )
      return reply
        .code(full ? 503 : 200)
        .send({ status: full ? 'unavailable' : 'ok', waiting: platform.log.size(), troubles })
    },
  )
  app.get(
    '/api/v1/system/pipeline',
    {
      config: { permission: 'system:read' },
      schema: {
        response: { 200: pipelineHealth },
        tags: ['System'],
        summary: 'Counts and times of the pipeline’s steps',
      },
    },
    async () => {
      const behind = await countBehind(platform.db, processors)
      return { ...collect.pipeline.health(), waiting: platform.log.size(), behind }
    },
  )
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

function metricsOf({ log }: Platform, { pipeline }: Collect): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'kith_' })
  const perStep = (name: string, help: string, value: 'events' | 'dropped' | 'milliseconds') =>
    new Gauge({
      name,
      help,
      labelNames: ['step'],
      registers: [registry],
      collect() {
        for (const step of pipeline.health().steps) this.set({ step: step.name }, step[value])
      },
    })
  perStep('kith_step_events', 'Events that entered a pipeline step', 'events')
  perStep('kith_step_dropped', 'Events that a pipeline step dropped', 'dropped')
  perStep('kith_step_milliseconds', 'Time spent in a pipeline step', 'milliseconds')
  new Gauge({
    name: 'kith_log_waiting',
    help: 'Accepted requests that wait to be processed',
    registers: [registry],
    collect() {
      this.set(log.size())
    },
  })
  return registry
}
