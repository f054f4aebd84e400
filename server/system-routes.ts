import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import type { Collect } from './collect/index.ts'
import type { App } from './platform/http/index.ts'
import type { Platform } from './platform/index.ts'

/** Health and metrics for whoever runs Kith and their monitoring. */
export function registerSystemRoutes(app: App, platform: Platform, collect: Collect): void {
  const registry = metricsOf(platform, collect)
  const health = z.object({ status: z.enum(['ok', 'unavailable']), waiting: z.number(), troubles: z.array(z.string()) })
  app.get(
    '/health',
    { schema: { response: { 200: health, 503: health }, tags: ['System'], summary: '200 when events are accepted; says what is wrong' } },
    async (_request, reply) => {
      const full = collect.disk.trouble()
      const stuck = collect.pipeline.stats.lastError
      const troubles = [full, stuck && `Events are accepted but not processed: ${stuck}`].filter((sentence) => sentence !== null)
      return reply.code(full ? 503 : 200).send({ status: full ? 'unavailable' : 'ok', waiting: platform.log.size(), troubles })
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
        for (const step of pipeline.stats.all()) this.set({ step: step.name }, step[value])
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
