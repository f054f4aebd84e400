import { performance } from 'node:perf_hooks'

export type Latencies = { p50_ms: number; p95_ms: number; n: number }

/** Lets so many users ask one after the other, each as soon as they have their answer, and gives how long that took. */
export async function measure(
  users: number,
  seconds: number,
  ask: (turn: number) => Promise<unknown>,
): Promise<Latencies> {
  const latencies: number[] = []
  const until = performance.now() + seconds * 1000
  let turn = 0
  const user = async () => {
    while (performance.now() < until) {
      const start = performance.now()
      await ask(turn++)
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: users }, user))
  latencies.sort((a, b) => a - b)
  const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10
  return { p50_ms: at(0.5), p95_ms: at(0.95), n: latencies.length }
}
