import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from './shoppers.ts'

const BATCH = 25
const PAUSE_MS = 60
const RETRY_MS = 50
/** As often as this, a client has not heard that a batch was taken, and sends it again. */
const FORGETFUL = 0.1

export type Target = { url: string; writeKey: string }

/**
 * A client as analytics libraries are: sends batch after batch until `isOver`, and each again and again until it hears
 * that it was taken. Gives how many requests were refused or broke off.
 */
export async function sendUntil(
  isOver: () => boolean,
  { url, writeKey }: Target,
  nextBatch: (size: number) => Call[],
): Promise<number> {
  let failures = 0
  while (!isOver()) {
    const body = JSON.stringify({ writeKey, batch: nextBatch(BATCH) })
    for (let taken = false; !taken;) {
      taken = (await isTaken(url, body)) && Math.random() > FORGETFUL
      if (!taken) await sleep(RETRY_MS)
      if (!taken) failures += 1
    }
    await sleep(PAUSE_MS)
  }
  return failures
}

async function isTaken(url: string, body: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    await answer.text()
    return answer.status === 200
  } catch {
    return false
  }
}
