import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const OLDEST_POSTGRES = 15
const DEBIAN_POSTGRES = '/usr/lib/postgresql'
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Programs from outside npm that the tests run: the browser, and the folder with PostgreSQL's `initdb` and `postgres`. */
export type Tools = { chromium: string | null; postgresBin: string | null }

/** Where the programs are on this machine, by the environment or in the usual places; null where there is none. */
export function findTools(): Tools {
  return { chromium: findChromium(), postgresBin: findPostgres() }
}

/** What provisioning asks of a machine. */
export type Machine = { find(): Tools; mayInstall(): boolean; install(packages: string[]): void }

const thisMachine: Machine = { find: findTools, mayInstall: mayInstallHere, install: installHere }

/**
 * Installs from Debian's packages what is missing, where that is allowed. Throws one sentence that says what to install
 * where it is not.
 */
export function provision(machine: Machine = thisMachine): void {
  const packages = missingPackages(machine.find())
  if (packages.length === 0) return
  const names = packages.join(' ')
  if (!machine.mayInstall()) {
    throw new Error(`The tests need ${names}: install them as root, on Debian by "apt-get install ${names}".`)
  }
  machine.install(packages)
  const still = missingPackages(machine.find())
  if (still.length > 0) throw new Error(`Installing did not bring ${still.join(' ')}; install by hand.`)
}

/** Chromium's package brings no fonts, and without one a page shows no letters. */
function missingPackages({ chromium, postgresBin }: Tools): string[] {
  return [...(chromium ? [] : ['chromium', 'fonts-liberation']), ...(postgresBin ? [] : ['postgresql'])]
}

function mayInstallHere(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get') !== undefined
}

function installHere(packages: string[]): void {
  aptGet('update')
  aptGet('install', '--yes', '--no-install-recommends', ...packages)
}

function aptGet(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('apt-get', ['--quiet', ...args], { stdio: 'inherit', env })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed; install the packages by hand.`)
}

function findChromium(): string | null {
  const named = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(onPath)
  return firstRunnable([process.env.KITH_CHROMIUM, ...named, MAC_CHROME])
}

function findPostgres(): string | null {
  const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES).map(Number) : []
  const usable = versions.filter((version) => version >= OLDEST_POSTGRES).sort((a, b) => b - a)
  const folders = usable.map((version) => join(DEBIAN_POSTGRES, String(version), 'bin'))
  const candidates = [process.env.KITH_TEST_POSTGRES_BIN, ...folders, ...pathFolders()]
  return candidates.find((folder) => folder && isPostgres(folder)) ?? null
}

function isPostgres(folder: string): boolean {
  return isRunnable(join(folder, 'postgres')) && isRunnable(join(folder, 'initdb'))
}

function onPath(name: string): string | undefined {
  return pathFolders()
    .map((folder) => join(folder, name))
    .find(isRunnable)
}

function pathFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter(Boolean)
}

function firstRunnable(candidates: (string | undefined)[]): string | null {
  return candidates.find((path) => path !== undefined && isRunnable(path)) ?? null
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
