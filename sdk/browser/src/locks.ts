const PATIENCE_MS = 20_000
/** Browsers hand a lock to the next tab sooner than they show it what the former has changed in local storage. */
const STORAGE_LAG_MS = 50

/**
 * Runs the work in one tab of the site at a time. Where that cannot be had (pages without TLS, sandboxed frames, a
 * suspended tab that never lets go) tabs may send the same event at once; the server knows it by its messageId.
 */
export async function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  let turn: Promise<void> | undefined
  try {
    await navigator.locks.request(name, { signal: patience.signal }, () => {
      clearTimeout(timer)
      return (turn = storageToSettle().then(work))
    })
  } catch {
    await (turn ?? work())
  } finally {
    clearTimeout(timer)
  }
}

function storageToSettle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, STORAGE_LAG_MS))
}
