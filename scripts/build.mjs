// JavaScript, because `npm ci` runs this with nothing but Node.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { build as bundle } from 'esbuild'
import { build as bundleWeb } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(ROOT, 'dist')

/** Apart, so that a thread loads what it uses and nothing else. */
const PROGRAMS = [
  { cli: 'server/cli.ts' },
  { 'pipeline-thread': 'server/pipeline-thread.ts' },
  { 'linkage-thread': 'server/linkage-thread.ts' },
  { 'pglite-worker': 'server/platform/relational/pglite-worker.js' },
]
/** They bring native parts, or files that they look for beside themselves; or each is loaded by one program only when it needs it. */
const LEFT_OUTSIDE = [
  'lmdb',
  'chdb',
  '@clickhouse/client',
  '@electric-sql/pglite',
  'ssh2',
  'pino',
  '@fastify/swagger',
  'pg-native',
]

const PARTS = {
  server: buildServer,
  web: buildWeb,
  sdk: buildTrackingScript,
  database: buildDatabaseTemplate,
}

// React's slow build for developers would go in otherwise, wherever the environment says "test" or "development".
process.env.NODE_ENV = 'production'

// Everything, or the parts named: `npm run build -- server web`.
const named = process.argv.slice(2)
const wanted = Object.entries(PARTS).filter(([name]) => named.length === 0 || named.includes(name))
mkdirSync(DIST, { recursive: true })
// All of them to their end, whichever fails: half a part would be worse than none.
const built = await Promise.allSettled(wanted.map(([, build]) => build()))
for (const one of built) if (one.status === 'rejected') throw one.reason

/** The packages go in with it: finding and reading their thousands of files would take a second of every start. */
async function buildServer() {
  if (!existsSync(join(ROOT, 'server/cli.ts'))) return
  removeFormerBundle()
  for (const entryPoints of PROGRAMS)
    await bundle({
      entryPoints,
      absWorkingDir: ROOT,
      outdir: DIST,
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: LEFT_OUTSIDE,
      minifyWhitespace: true,
      // An error shows the line that it came from.
      lineLimit: 200,
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
      sourcemap: true,
      logLevel: 'warning',
    })
}

function removeFormerBundle() {
  rmSync(join(DIST, 'chunks'), { recursive: true, force: true })
  for (const name of readdirSync(DIST)) if (/\.js(\.map)?$/.test(name)) rmSync(join(DIST, name))
}

async function buildWeb() {
  const root = join(ROOT, 'web')
  if (!existsSync(join(root, 'index.html'))) return
  await bundleWeb({ root, logLevel: 'warn' })
}

async function buildTrackingScript() {
  if (!existsSync(join(ROOT, 'sdk/browser/src/index.ts'))) return
  const { buildSdk } = await import('../sdk/browser/build.mjs')
  await buildSdk(join(DIST, 'sdk'))
}

/** An empty initialised database folder; opening one from it takes 1.2 s, making a new one 5 s. */
async function buildDatabaseTemplate() {
  const manifest = join(ROOT, 'node_modules/@electric-sql/pglite/package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
  const template = join(DIST, 'pglite-template.tar.gz')
  const madeBy = join(DIST, 'pglite-template.version')
  if (existsSync(template) && existsSync(madeBy) && readFileSync(madeBy, 'utf8') === version) return
  const database = await PGlite.create()
  const folder = await database.dumpDataDir('gzip')
  await database.close()
  writeFileSync(template, Buffer.from(await folder.arrayBuffer()))
  writeFileSync(madeBy, version)
}
