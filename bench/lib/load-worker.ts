import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { batches, usualMix } from './traffic.ts'

/** What the load process is told, as JSON in its first argument. */
export type LoadPlan = {
  url: string
  writeKey: string
  seed: number
  size: number
  connections: number
  seconds: number
  /** Events a second to keep to; 0 for as many as go. */
  rate: number
}
export type LoadResult = { events: number; seconds: number; p50: number; p99: number; failures: number }

const PREPARED = 3_000

/** Sends prepared batches over kept-alive connections, each waiting for its answer, and prints what it saw. */
async function load(plan: LoadPlan): Promise<LoadResult> {
  const source = batches(usualMix, plan)
  const count = plan.rate > 0 ? Math.ceil((plan.rate * plan.seconds) / plan.size) : PREPARED
  const bodies = Array.from({ length: Math.min(PREPARED, count) }, () => source.next().value as Buffer)
  const agent = new Agent({ keepAlive: true, maxSockets: plan.connections })
  const latencies: number[] = []
  let failures = 0
  let next = 0
  const start = performance.now()
  const end = start + plan.seconds * 1_000

  const connection = async () => {
    while (performance.now() < end) {
      const index = next++
      const body = bodies[index] ?? (source.next().value as Buffer)
      if (plan.rate > 0) await until(start + (index * plan.size * 1_000) / plan.rate)
      const sent = performance.now()
      if ((await post(plan.url, body, agent)) === 200) latencies.push(performance.now() - sent)
      else failures += 1
    }
  }
  await Promise.all(Array.from({ length: plan.connections }, connection))
  const seconds = (performance.now() - start) / 1_000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
  return { events: latencies.length * plan.size, seconds, p50: at(0.5), p99: at(0.99), failures }
}

function until(time: number): Promise<void> {
  const wait = time - performance.now()
  return wait > 1 ? new Promise((resolve) => setTimeout(resolve, wait)) : Promise.resolve()
}

function post(url: string, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const sending = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': body.length },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    sending.on('error', () => resolve(0))
    sending.end(body)
  })
}

console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '{}') as LoadPlan)))
process.exit(0)
