import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const READY = /^Kith is ready at (\S+)$/m
const READY_WITHIN_MS = 110_000
const POLL_MS = 25

/** A Kith that runs as its users run it: the built program, a process of its own. */
export type KithProcess = {
  url: string
  folder: string
  /** From the start of the process until it answered on /health. */
  startedInMs: number
  /** Asks it to end, as an operating system does, and waits for that. */
  stop(): Promise<Ended>
}

/** How it ended, and all it said from its start. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; ms: number; said: string }

export type KithOptions = {
  /** Where the data are; without it a new folder, which goes when the process ends. */
  folder?: string
  command?: 'start' | 'demo'
  env?: Record<string, string>
}

/** Starts the built server on a port that is free, and waits until it takes events. */
export async function startKith({
  folder,
  command = 'start',
  env = {},
}: KithOptions = {}): Promise<KithProcess> {
  const data = folder ?? newFolder()
  const began = performance.now()
  const child = spawn(process.execPath, ['--enable-source-maps', CLI, command], {
    env: { ...cleanEnvironment(), PORT: '0', KITH_LOG_LEVEL: 'warn', KITH_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collectOutput(child)
  const url = await readyAt(child, output)
  await answers(url)
  const startedInMs = performance.now() - began
  return {
    url,
    folder: data,
    startedInMs,
    async stop() {
      const ended = await end(child, output)
      if (folder === undefined) rmSync(data, { recursive: true, force: true })
      return ended
    },
  }
}

/** A new empty folder for data. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kith-e2e-data-'))
}

type Output = { said: string }

function collectOutput(child: ChildProcess): Output {
  const output = { said: '' }
  const listen = (part: Buffer) => void (output.said += part.toString())
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  return output
}

/** What the process says when it is ready; all it said, when it ends or hangs before. */
function readyAt(child: ChildProcess, output: Output): Promise<string> {
  return new Promise((resolve, reject) => {
    const give = (what: string) =>
      reject(new Error(`Kith ${what} before it was ready. It said:\n${output.said}`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      give(`took longer than ${READY_WITHIN_MS} ms`)
    }, READY_WITHIN_MS)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      give(`ended with ${code === null ? signal : `code ${code}`}`)
    })
    child.stdout?.on('data', () => {
      const url = READY.exec(output.said)?.[1]
      if (url === undefined) return
      clearTimeout(timer)
      resolve(url)
    })
  })
}

async function answers(url: string): Promise<void> {
  while (!(await fetch(`${url}/health`)).ok) await sleep(POLL_MS)
}

async function end(child: ChildProcess, output: Output): Promise<Ended> {
  const began = performance.now()
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    await ended
  }
  return { code: child.exitCode, signal: child.signalCode, ms: performance.now() - began, said: output.said }
}

/** The environment without anything that configures another Kith on this machine. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const settings = new Set(['PORT', 'HOST', 'DATABASE_URL', 'NODE_OPTIONS', 'NODE_ENV'])
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !settings.has(name) && !name.startsWith('KITH_')),
  )
}
