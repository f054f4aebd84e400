import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { pino } from 'pino'
import { openSources, startPipelineHere } from './collect/index.ts'
import { systemClock } from './platform/clock.ts'
import { openLmdbLog } from './platform/log/index.ts'
import { onPublished } from './platform/outbox/index.ts'
import { openServerRelational, relationalOverPorts } from './platform/relational/index.ts'
import { loadSecrets } from './platform/secrets.ts'
import { warehouseOverPort } from './platform/warehouse/index.ts'
import type { FromThread, ThreadSettings, ToThread } from './start-pipeline-thread.ts'

// The pipeline on a thread of its own: the main thread stays free to accept events and to answer people.

/** Linux gives threads a priority of their own; where there is none to give, all goes on without. */
const BEHIND_THE_DOOR = 10

async function run(settings: ThreadSettings, port: MessagePort): Promise<void> {
  yieldToTheDoor()
  const say = (message: FromThread) => port.postMessage(message)
  const relational = settings.databaseUrl
    ? await openServerRelational(settings.databaseUrl)
    : relationalOverPorts(settings.relationalPorts)
  const log = openLmdbLog(join(settings.dataDir, 'log'))
  const platform = {
    db: relational.db,
    relational,
    warehouse: warehouseOverPort(settings.warehousePort),
    log,
    copies: null,
    clock: systemClock,
    logger: pino({ level: settings.logLevel }),
    secrets: await loadSecrets(relational.db, settings.secret),
  }
  const sources = await openSources(platform.db)
  onPublished((types) => say({ published: types }))
  const pipeline = await startPipelineHere(platform, sources, {
    onEvents: (events) => say({ events }),
    onHealth: (health) => say({ health }),
  })
  const stop = async () => {
    sources.stop()
    await pipeline.stop()
    await log.close()
    await relational.close()
    say({ stopped: true })
  }
  port.on('message', (message: ToThread) => {
    if ('head' in message) log.advance(message.head)
    else void stop()
  })
  say({ health: pipeline.health() })
}

function yieldToTheDoor(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), BEHIND_THE_DOOR)
  } catch {
    // Not Linux, or not allowed.
  }
}

if (parentPort) await run(workerData as ThreadSettings, parentPort)
