import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../platform.ts'
import { onPublished, type Processor } from './outbox.ts'
import { removeOldNews } from './remove-old-news.ts'
import { haveNews, noteFailure, runOnce } from './run-once.ts'

const POLL_MS = 500
/** Published rows are visible once their transaction has committed, which takes a moment after the wake-up. */
const SETTLE_MS = 20
const EAGER_MS = 200
const FIRST_BACKOFF_MS = 400
const MAX_BACKOFF_MS = 30_000
const CLEAN_MS = 10 * 60_000

/** Running processors. `idle` waits until none of them has news left, `wake` makes them look now. */
export type Processors = { stop(): Promise<void>; wake(): void; idle(): Promise<void> }

/** Runs each processor in a loop of its own, so that one that fails holds up no other. */
export function startProcessors(platform: Platform, processors: readonly Processor[]): Processors {
  const loops = processors.map((processor) => startLoop(platform, processor))
  const wake = () => loops.forEach((loop) => loop.wake())
  const unsubscribe = onPublished((types) =>
    processors.forEach(({ handles }, index) => {
      if (types.some((type) => handles.includes(type))) loops[index]?.wake()
    }),
  )
  const cleaner = setInterval(() => void clean(platform, processors), CLEAN_MS)
  cleaner.unref()
  return {
    wake,
    async idle() {
      while (await haveNews(platform.db, processors)) await sleep(SETTLE_MS)
    },
    async stop() {
      unsubscribe()
      clearInterval(cleaner)
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

function startLoop(platform: Platform, processor: Processor): { wake(): void; stop(): Promise<void> } {
  const rest = createRest()
  const loop = async () => {
    for (let failures = 0; !rest.isOver();) {
      try {
        const handled = await runOnce(platform, processor)
        failures = 0
        if (handled === 0) await rest.untilWoken(POLL_MS)
      } catch (error) {
        failures += 1
        platform.logger.error(
          { err: error, processor: processor.name, failures },
          'A processor failed and will try again',
        )
        await noteFailure(platform.db, processor, { failures, error }).catch(() => undefined)
        await rest.fully(Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)))
      }
    }
  }
  const running = loop()
  return {
    wake: rest.wake,
    async stop() {
      rest.end()
      await running
    },
  }
}

/** The pauses of a loop: they end early when it is woken, except those after a failure, and all when it shall stop. */
function createRest() {
  let over = false
  let eagerUntil = 0
  let cut: (milliseconds: number) => void = () => undefined
  let stop: () => void = () => undefined
  const fully = (milliseconds: number, mayCut = false) =>
    new Promise<void>((resolve) => {
      if (over) return resolve()
      let timer = setTimeout(resolve, milliseconds)
      stop = () => {
        clearTimeout(timer)
        resolve()
      }
      cut = (shorter) => {
        if (!mayCut) return
        clearTimeout(timer)
        timer = setTimeout(resolve, shorter)
        cut = () => undefined
      }
    })
  return {
    isOver: () => over,
    fully,
    untilWoken: (milliseconds: number) =>
      fully(performance.now() < eagerUntil ? SETTLE_MS : milliseconds, true),
    wake() {
      eagerUntil = performance.now() + EAGER_MS
      cut(SETTLE_MS)
    },
    end() {
      over = true
      stop()
    },
  }
}

async function clean(platform: Platform, processors: readonly Processor[]): Promise<void> {
  try {
    await removeOldNews(platform.db, processors)
  } catch (error) {
    platform.logger.warn({ err: error }, 'Old news could not be removed')
  }
}
