import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { newFolder, startKith, type KithProcess } from './kith-process.ts'

export const owner = { email: 'owner@kith.example', password: 'a password for tests' }
export const writeKey = 'e2e-write-key'
const apiKey = 'e2e-api-key'
const PATIENCE_MS = 10_000
const FILL_MS = 110_000
const POLL_MS = 100

const env = {
  KITH_ADMIN_EMAIL: owner.email,
  KITH_ADMIN_PASSWORD: owner.password,
  KITH_WRITE_KEY: writeKey,
  KITH_API_KEY: apiKey,
  KITH_ALLOW_PRIVATE_DESTINATIONS: 'true',
}

/**
 * Starts a Kith that holds the demo's data, the caller's own to change. Filling a store takes a quarter of a minute, so the
 * first caller of a run does that and everybody works on a copy.
 */
export async function startDemoStore(): Promise<KithProcess> {
  const filled = await filledOnce(join(inject('runFolder'), 'demo'))
  const folder = newFolder()
  cpSync(filled, folder, { recursive: true })
  const kith = await startKith({ folder, env })
  return {
    ...kith,
    async stop() {
      const ended = await kith.stop()
      rmSync(folder, { recursive: true, force: true })
      return ended
    },
  }
}

/** Starts a Kith with nothing in it but its owner. */
export function startEmptyStore(): Promise<KithProcess> {
  return startKith({ env })
}

/** Two files may ask at once: who makes the folder first fills it, the other waits. */
async function filledOnce(folder: string): Promise<string> {
  const unfinished = `${folder}.unfinished`
  for (const until = performance.now() + FILL_MS; performance.now() < until; await sleep(POLL_MS)) {
    if (existsSync(folder)) return folder
    if (!makes(unfinished)) continue
    const kith = await startKith({ command: 'demo', folder: unfinished, env })
    await kith.stop()
    renameSync(unfinished, folder)
    return folder
  }
  throw new Error('The demo store was not filled in time.')
}

function makes(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

/** Calls the API as a program does, with a key that may do everything; throws what the server refuses. */
export async function call<Answer>(
  kith: KithProcess,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const answer = await fetch(`${kith.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`)
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}

/** Sends a file as the body of a call. */
export async function callWithFile<Answer>(kith: KithProcess, path: string, file: string): Promise<Answer> {
  const answer = await fetch(`${kith.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
    body: file,
  })
  if (!answer.ok) throw new Error(`POST ${path} was answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** Sends one event as curl does: to the path of its type, with the write key as the user's name. */
export async function send(kith: KithProcess, type: string, event: object, key = writeKey): Promise<void> {
  const answer = await fetch(`${kith.url}/v1/${type}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(event),
  })
  if (!answer.ok) throw new Error(`The event was answered ${answer.status}: ${await answer.text()}`)
}

/** Asks again until the answer is there; throws when it takes longer than ten seconds. */
export async function eventually<Answer>(ask: () => Promise<Answer | null | undefined>): Promise<Answer> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined) return answer
    if (performance.now() > until) throw new Error(`Nothing came within ${PATIENCE_MS} ms.`)
    await sleep(POLL_MS)
  }
}
