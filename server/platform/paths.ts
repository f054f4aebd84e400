import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** The folder that holds Kith's package.json, found the same way from the sources and from the bundle. */
export const packageRoot = findRoot(here)

const built = (name: string) => join(packageRoot, 'dist', name)

/** Folder with the `.sql` migrations of one engine. */
export function migrationsFolder(engine: 'relational' | 'warehouse'): string {
  return join(packageRoot, 'migrations', engine)
}

/** An empty initialised PGlite folder, which opens five times faster than a new one is made; null before the build. */
export function pgliteTemplate(): string | null {
  return existsSync(built('pglite-template.tar.gz')) ? built('pglite-template.tar.gz') : null
}

/** The script of the embedded database's thread. */
export function pgliteWorker(): URL {
  const source = join(here, 'relational', 'pglite-worker.js')
  return pathToFileURL(existsSync(source) ? source : built('pglite-worker.js'))
}

/** The script of the pipeline's thread; null when Kith runs from its sources, where the pipeline shares the main thread. */
export function pipelineThread(): URL | null {
  return builtThread('pipeline-thread.js')
}

/** The script of the thread on which people are matched; null when Kith runs from its sources. */
export function linkageThread(): URL | null {
  return builtThread('linkage-thread.js')
}

function builtThread(name: string): URL | null {
  return import.meta.url.endsWith('.ts') || !existsSync(built(name)) ? null : pathToFileURL(built(name))
}

/** The web app as built; null when only the API has been built. */
export function webFolder(): string | null {
  return existsSync(built('web/index.html')) ? built('web') : null
}

/** The scripts for pages of other sites as built, by the path at which they are served; none before the build. */
export function browserScripts(): Record<string, string> {
  const scripts = ['kith.js', 'kith-forms.js'].map((name) => [`/${name}`, built(`sdk/${name}`)] as const)
  return Object.fromEntries(scripts.filter(([, file]) => existsSync(file)))
}

function findRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'kith') return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('The folder of Kith’s package.json was not found.')
  return findRoot(parent)
}
