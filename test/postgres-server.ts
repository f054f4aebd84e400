import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const START_LIMIT_MS = 30_000
const POLL_MS = 50

// What is lost when the machine loses power does not matter: the data are deleted after the run.
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'listen_addresses=127.0.0.1',
  'max_connections=200',
]

/** A PostgreSQL server of our own; `url` is its superuser's connection to the database `postgres`. */
export type PostgresServer = { url: string; stop(): Promise<void> }

/** Creates and starts a server in a temporary folder, on a port nobody uses. `bin` holds `initdb` and `postgres`. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-postgres-'))
  const data = join(folder, 'data')
  const user = unprivilegedUser()
  if (user) chownSync(folder, user.uid, user.gid)
  const port = await freePort()
  const initdbArgs = [
    '--no-sync',
    '--auth=trust',
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    data,
  ]
  execFileSync(join(bin, 'initdb'), initdbArgs, {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    folder,
    ...SETTINGS.flatMap((setting) => ['-c', setting]),
  ]
  const server = spawn(join(bin, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' })
  const stop = () => stopAndDelete(server, folder)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  if (await becomesReady(url, server)) return { url, stop }
  await stop()
  throw new Error('The PostgreSQL server for the tests did not start.')
}

async function stopAndDelete(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    const exited = once(server, 'exit')
    server.kill('SIGQUIT')
    await exited
  }
  rmSync(folder, { recursive: true, force: true })
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const name = ['postgres', 'nobody'].find(exists)
  if (!name)
    throw new Error('PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody".')
  return { uid: idOf('-u', name), gid: idOf('-g', name) }
}

function exists(name: string): boolean {
  try {
    return idOf('-u', name) > 0
  } catch {
    return false
  }
}

function idOf(flag: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
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

async function becomesReady(url: string, server: ChildProcess): Promise<boolean> {
  const limit = Date.now() + START_LIMIT_MS
  while (Date.now() < limit && server.exitCode === null) {
    if (await answers(url)) return true
    await sleep(POLL_MS)
  }
  return false
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
