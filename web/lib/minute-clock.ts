const TICK_MS = 30_000

const listeners = new Set<() => void>()
let ticks = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for every relative time on the page; runs only while somebody listens. */
export const minuteClock = {
  read: () => ticks,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    timer ??= setInterval(tick, TICK_MS)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
  },
}

function tick() {
  ticks += 1
  for (const listener of listeners) listener()
}
