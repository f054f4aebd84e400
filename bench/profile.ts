import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { API_KEY, runLoad, startKith, untilIdle, WRITE_KEY, type Server } from './lib/processes.ts'
import { seededRandom, usualMix } from './lib/traffic.ts'
import type { BenchOptions } from './run.ts'

const READS_PER_SECOND = 1_000
const EVENTS_PER_SECOND = 3_000

/**
 * How long a profile takes by its identifier, at 1,000 reads a second while events come in. The baseline is the same
 * reads without events, and the same number of requests for /health.
 */
export async function profile({ seconds }: BenchOptions): Promise<object> {
  const server = await startKith()
  const plan = { url: `${server.url}/v1/batch`, writeKey: WRITE_KEY, size: 100, connections: 8 }
  await runLoad({ ...plan, seed: 1, seconds: 8, rate: 0 })
  await untilIdle(server)
  const health = await read(server, { seconds: 3, path: () => '/health' })
  const quiet = await read(server, { seconds: Math.min(10, seconds), path: personPath(3) })
  const [busy, load] = await Promise.all([
    read(server, { seconds, path: personPath(4) }),
    runLoad({ ...plan, seed: 2, seconds, rate: EVENTS_PER_SECOND }),
  ])
  await server.stop()
  return {
    p50_ms: busy.p50,
    p99_ms: busy.p99,
    reads_per_second: busy.perSecond,
    events_per_second: Math.round(load.events / load.seconds),
    missing: busy.missing,
    baseline_quiet_p99_ms: quiet.p99,
    baseline_health_p99_ms: health.p99,
  }
}

function personPath(seed: number): () => string {
  const random = seededRandom(seed)
  return () => `/api/v1/people/by/user_id/user-${Math.floor(random() * usualMix.people)}`
}

/** Reads at a steady rate, counting from when each read was due, so that a stall is not hidden. */
async function read(server: Server, { seconds, path }: { seconds: number; path: () => string }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const latencies: number[] = []
  let missing = 0
  const start = performance.now()
  const total = seconds * READS_PER_SECOND
  await new Promise<void>((resolve) => {
    let issued = 0
    const timer = setInterval(() => {
      for (
        const due = ((performance.now() - start) / 1_000) * READS_PER_SECOND;
        issued < Math.min(total, due);
      ) {
        const at = start + (issued++ * 1_000) / READS_PER_SECOND
        void get(server.url + path(), agent).then((status) => {
          latencies.push(performance.now() - at)
          if (status !== 200) missing += 1
          if (latencies.length === total) resolve()
        })
      }
      if (issued >= total) clearInterval(timer)
    }, 1)
  })
  latencies.sort((a, b) => a - b)
  const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 100) / 100
  return {
    p50: at(0.5),
    p99: at(0.99),
    perSecond: Math.round(total / ((performance.now() - start) / 1_000)),
    missing,
  }
}

function get(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const sending = request(url, { agent, headers: { authorization: `Bearer ${API_KEY}` } }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sending.on('error', () => resolve(0))
    sending.end()
  })
}
