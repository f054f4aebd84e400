import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const READY = 'Kith is ready'
const READY_WITHIN_MS = 120_000
const KEPT_OUTPUT = 20_000
const KEYS = { KITH_WRITE_KEY: 'a-write-key-for-tests', KITH_API_KEY: 'an-api-key-for-these-tests' }

export type Ended = { code: number | null; ms: number }

/** The built Kith on one folder and one port, life after life, each a process of its own. */
export type Kith = {
  url: string
  writeKey: string
  /** Starts it, unless it runs, and waits until it is ready. Throws, with what it said, when it ends or hangs before. */
  start(): Promise<void>
  startUnready(): void
  kill(): Promise<void>
  /** Ends it as an operating system does. */
  stop(): Promise<Ended>
  health(): Promise<{ status: string; waiting: number; troubles: string[] }>
  call<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>
}

/** Prepares a port; `settings` are further variables of the environment. */
export async function openKith(
  folder: string,
  databaseUrl?: string,
  settings: Record<string, string> = {},
): Promise<Kith> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const database = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    KITH_DATA: folder,
    KITH_LOG_LEVEL: 'error',
    ...KEYS,
    ...database,
    ...settings,
  }
  let life: Life | null = null
  const begin = () => (life ??= startLife(env))
  const end = async (signal: NodeJS.Signals): Promise<Ended> => {
    const ending = life
    life = null
    return ending ? ending.end(signal) : { code: null, ms: 0 }
  }
  return {
    url,
    writeKey: KEYS.KITH_WRITE_KEY,
    start: () => begin().ready,
    startUnready: () => void begin(),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    health: async () => readJson(await fetch(`${url}/health`)),
    async call<Answer>(method: 'GET' | 'POST', path: string, body?: object) {
      const headers = { authorization: `Bearer ${KEYS.KITH_API_KEY}`, 'content-type': 'application/json' }
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      if (!answer.ok)
        throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`)
      return readJson<Answer>(answer)
    },
  }
}

type Life = { ready: Promise<void>; end(signal: NodeJS.Signals): Promise<Ended> }

function startLife(env: NodeJS.ProcessEnv): Life {
  const child = spawn(process.execPath, ['--enable-source-maps', CLI, 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const ready = becomesReady(child)
  // Whoever kills it early does not ask whether it got ready.
  ready.catch(() => undefined)
  return {
    ready,
    async end(signal) {
      const began = performance.now()
      child.kill(signal)
      await exited
      return { code: child.exitCode, ms: performance.now() - began }
    },
  }
}

async function readJson<Answer>(answer: Response): Promise<Answer> {
  return (await answer.json()) as Answer
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port was given.')
  return address.port
}

function becomesReady(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    const give = (what: string) => reject(new Error(`Kith ${what} before it was ready. It said:\n${said}`))
    child.once('exit', (code, signal) => give(`ended with ${code ?? signal}`))
    const listen = (part: Buffer) => {
      said = (said + part.toString()).slice(-KEPT_OUTPUT)
      if (said.includes(READY)) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    void sleep(READY_WITHIN_MS, undefined, { ref: false }).then(() => give('took too long'))
  })
}
