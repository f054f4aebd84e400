import { runLoad, startBareServer, startKith, WRITE_KEY, type Server } from './lib/processes.ts'
import type { BenchOptions } from './run.ts'

const BATCH_EVENTS = 100
const CONNECTIONS = 16

/**
 * How fast events are accepted while the pipeline works behind the door at full speed, against a bare server that
 * parses the JSON and commits it to the same kind of log. Same client, one after the other.
 */
export async function accept({ seconds }: BenchOptions): Promise<object> {
  const baseline = await measure(await startBareServer(), seconds)
  const kith = await measure(await startKith(), seconds)
  return {
    events_per_second: Math.round(kith.events / kith.seconds),
    ack_p50_ms: round(kith.p50),
    ack_p99_ms: round(kith.p99),
    failures: kith.failures,
    baseline_events_per_second: Math.round(baseline.events / baseline.seconds),
    baseline_p99_ms: round(baseline.p99),
    ratio: round(kith.events / kith.seconds / (baseline.events / baseline.seconds)),
  }
}

async function measure(server: Server, seconds: number) {
  const plan = {
    url: `${server.url}/v1/batch`,
    writeKey: WRITE_KEY,
    size: BATCH_EVENTS,
    connections: CONNECTIONS,
    rate: 0,
  }
  await runLoad({ ...plan, seed: 1, seconds: Math.min(3, seconds) })
  const result = await runLoad({ ...plan, seed: 2, seconds })
  await server.stop()
  return result
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
