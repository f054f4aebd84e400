import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { PipelineHealth, PipelineListener, PipelineRunner } from './collect/index.ts'
import type { Config } from './config.ts'
import type { OpenPlatform } from './platform/open-platform.ts'
import { announcePublished } from './platform/outbox/index.ts'
import { serveWarehouse } from './platform/warehouse/index.ts'

/** One for the batch that is resolved, one for the batch that is stored, one for reading sources. */
const DATABASE_CONNECTIONS = 3
const LOOK_MS = 1_000
/** What belongs to a batch lives as long as the batch: with less room it is copied again and again on its way. */
const YOUNG_GENERATION_MB = 96

export type ThreadSettings = {
  dataDir: string
  databaseUrl: string | undefined
  secret: string | undefined
  logLevel: string
  relationalPorts: MessagePort[]
  warehousePort: MessagePort
}
export type ToThread = { head: number } | { stop: true }
export type FromThread =
  | { health: PipelineHealth }
  | { events: Parameters<PipelineListener['onEvents']>[0] }
  | { published: readonly string[] }
  | { stopped: true }

/** Starts the pipeline on a thread of its own and gives what steers it from here. Rejects when it cannot start. */
export async function startPipelineThread(
  platform: OpenPlatform,
  { config, script, listener }: { config: Config; script: URL; listener: PipelineListener },
): Promise<PipelineRunner> {
  const { port1, port2 } = new MessageChannel()
  serveWarehouse(platform.warehouse, port1)
  const relationalPorts = platform.openPort
    ? Array.from({ length: DATABASE_CONNECTIONS }, platform.openPort)
    : []
  const { dataDir, databaseUrl, secret, logLevel } = config
  const workerData: ThreadSettings = {
    dataDir,
    databaseUrl,
    secret,
    logLevel,
    relationalPorts,
    warehousePort: port2,
  }
  const worker = new Worker(script, {
    workerData,
    transferList: [port2, ...relationalPorts],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  })
  const { health, stopped } = await listen(worker, listener)
  const follower = tellHead(worker, platform)
  return {
    health,
    async idle() {
      const target = platform.log.head()
      while (health().stored < target) await sleep(20)
    },
    async stop() {
      follower.stop()
      worker.postMessage({ stop: true } satisfies ToThread)
      await stopped
      await worker.terminate()
      port1.close()
    },
  }
}

/** Resolves when the thread has said how it is for the first time. */
async function listen(worker: Worker, listener: PipelineListener) {
  let latest: PipelineHealth | null = null
  let whenStopped: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (whenStopped = resolve))
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.on('message', (message: FromThread) => {
      if ('health' in message) {
        latest = message.health
        resolve()
      } else if ('events' in message) listener.onEvents(message.events)
      else if ('published' in message) announcePublished(message.published)
      else whenStopped()
    })
  })
  const health = (): PipelineHealth => latest ?? { steps: [], batches: 0, events: 0, stored: 0, error: null }
  worker.on('error', (error) => {
    const reason = error instanceof Error ? error.message : String(error)
    latest = { ...health(), error: `The pipeline's thread has died; restart Kith. ${reason}` }
    whenStopped()
  })
  return { health, stopped }
}

/** Tells the thread up to where the log can be read, as often as there is something new. */
function tellHead(worker: Worker, { log }: OpenPlatform): { stop(): void } {
  let running = true
  const follow = async () => {
    for (let told = -1; running;) {
      const head = log.head()
      if (head > told) worker.postMessage({ head } satisfies ToThread)
      told = head
      await log.waitFor(told, LOOK_MS)
    }
  }
  void follow()
  return { stop: () => void (running = false) }
}
