import { performance } from 'node:perf_hooks'
import { api, runLoad, startKith, untilIdle, WRITE_KEY } from './lib/processes.ts'
import type { BenchOptions } from './run.ts'

const BATCH_EVENTS = 100

/**
 * How many events a second go all the way, from accepted to segmented, with mixed traffic: new and known people,
 * people who sign in on a second device (merges), two live segments. The baseline is what the door alone accepted in
 * the same run.
 */
export async function pipeline({ seconds }: BenchOptions): Promise<object> {
  const server = await startKith()
  await api(
    server,
    '/segments',
    segmentOf('Buyers', {
      kind: 'event',
      event: 'Order Completed',
      where: [{ field: 'price', operator: 'greater', value: 50 }],
      times: 2,
      days: 30,
    }),
  )
  await api(
    server,
    '/segments',
    segmentOf('Free plan', { kind: 'trait', comparison: { field: 'plan', operator: 'is', value: 'free' } }),
  )
  const plan = {
    url: `${server.url}/v1/batch`,
    writeKey: WRITE_KEY,
    size: BATCH_EVENTS,
    connections: 8,
    rate: 0,
  }
  await runLoad({ ...plan, seed: 1, seconds: 3 })
  await untilIdle(server)

  const rss_mb_start = server.rssMb()
  const start = performance.now()
  const sent = await runLoad({ ...plan, seed: 2, seconds })
  const accepted = (performance.now() - start) / 1_000
  await untilIdle(server)
  const elapsed = (performance.now() - start) / 1_000
  const { steps } = await api<{ steps: { name: string; milliseconds: number }[] }>(server, '/system/pipeline')
  const rss_mb_end = server.rssMb()
  await server.stop()
  return {
    events_per_second: Math.round(sent.events / elapsed),
    events: sent.events,
    seconds: Math.round(elapsed * 10) / 10,
    rss_mb_start,
    rss_mb_end,
    baseline_accepted_per_second: Math.round(sent.events / accepted),
    step_seconds: Object.fromEntries(
      steps.map(({ name, milliseconds }) => [name, Math.round(milliseconds / 100) / 10]),
    ),
  }
}

function segmentOf(name: string, condition: object): object {
  return { name, definition: { match: 'all', conditions: [condition] } }
}
