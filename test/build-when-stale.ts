import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['model', 'server', 'web', 'sdk/browser/src', 'scripts/build.mjs', 'package-lock.json']
const BUILT = ['dist/cli.js', 'dist/web/index.html', 'dist/sdk/kith.js', 'dist/pglite-template.tar.gz']

/** Builds the program that the browser tests start, unless what is built is newer than every source. */
export function buildWhenStale(): void {
  const built = BUILT.map((path) => join(ROOT, path))
  if (built.every(existsSync)) {
    const builtAt = Math.min(
      ...['dist/cli.js', 'dist/web/index.html'].map((path) => changedAt(join(ROOT, path))),
    )
    if (Math.max(...SOURCES.map((path) => newestIn(join(ROOT, path)))) <= builtAt) return
  }
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) throw new Error('The build failed, see above; the browser tests need it.')
}

function newestIn(path: string): number {
  if (!statSync(path).isDirectory()) return changedAt(path)
  const files = readdirSync(path, { withFileTypes: true, recursive: true })
  return Math.max(
    ...files
      .filter((entry) => entry.isFile() && !isTest(entry.name))
      .map((entry) => changedAt(join(entry.parentPath, entry.name))),
  )
}

function changedAt(path: string): number {
  return statSync(path).mtimeMs
}

function isTest(name: string): boolean {
  return /\.test\.tsx?$/.test(name)
}
