import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadPlan, LoadResult } from './load-worker.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const READY_MS = 60_000
const ADMIN = { email: 'bench@kith.example', password: 'bench-password' }

export const WRITE_KEY = 'bench-write-key'
export const API_KEY = 'bench-api-key'

export type Server = { url: string; pid: number; rssMb(): number; stop(): Promise<void> }

/** Starts Kith as users start it, in a process and a data folder of its own. */
export async function startKith(env: Record<string, string> = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-'))
  const port = 20_000 + Math.floor(Math.random() * 12_000)
  const child = spawn(process.execPath, [here('../../dist/cli.js'), 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      KITH_DATA: folder,
      KITH_ADMIN_EMAIL: ADMIN.email,
      KITH_ADMIN_PASSWORD: ADMIN.password,
      KITH_WRITE_KEY: WRITE_KEY,
      KITH_API_KEY: API_KEY,
      KITH_LOG_LEVEL: 'error',
      KITH_MIN_FREE_DISK_MB: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(`${url}/health`)
  return {
    url,
    pid: child.pid ?? 0,
    rssMb: () => rssMb(child),
    async stop() {
      await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts the baseline: a bare server that parses the JSON and commits it to LMDB before it answers. */
export async function startBareServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bare-'))
  const port = 20_000 + Math.floor(Math.random() * 12_000)
  const child = spawn(
    process.execPath,
    [...process.execArgv, here('./bare-server.ts'), folder, String(port)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const url = `http://127.0.0.1:${port}`
  await untilReady(`${url}/health`)
  return {
    url,
    pid: child.pid ?? 0,
    rssMb: () => rssMb(child),
    async stop() {
      await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs the load in a process of its own, so that its work is not counted with the server's. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, here('./load-worker.ts'), JSON.stringify(plan)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  return JSON.parse(output) as LoadResult
}

/** Calls the API; throws what it answered when that was no success. */
export async function api<Answer>(server: Server, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** Waits until all accepted events are stored and everybody who waits for news has had it. */
export async function untilIdle(server: Server): Promise<void> {
  for (;;) {
    const { waiting, behind } = await api<{ waiting: number; behind: number }>(server, '/system/pipeline')
    if (waiting === 0 && behind === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function untilReady(url: string): Promise<void> {
  for (const end = Date.now() + READY_MS; Date.now() < end;) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} did not answer within ${READY_MS / 1_000} s.`)
}

function rssMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

async function end(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await closed
}
