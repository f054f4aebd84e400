import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const KB = 1024
const BUDGET_KB = 250
const BUILD_MS = 120_000

describe('the first screen', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-web-'))
    vi.stubEnv('NODE_ENV', 'production')
    const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'error', build: { outDir: folder, reportCompressedSize: false } })
  }, BUILD_MS)
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  it(`loads at most ${BUDGET_KB} KB of JavaScript, gzipped, the page of Home included`, async () => {
    const html = await readFile(join(folder, 'index.html'), 'utf8')
    const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? '')
    const files = await staticImports(folder, named)
    const home = [...(await sourceOf(folder, named)).matchAll(/assets\/HomePage-[\w-]+\.js/g)].map(String)
    const all = await staticImports(folder, [...files, ...home])
    expect(home).not.toEqual([])
    const sizes = await Promise.all(
      all.map(async (file) => gzipSync(await readFile(join(folder, file))).length),
    )
    const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / KB
    expect(kilobytes).toBeLessThanOrEqual(BUDGET_KB)
  })

  it('has a style for every class of the components that are used, as mantine.css imports them one by one', async () => {
    const used = classesIn(await contentOf(join(folder, 'assets'), '.js'))
    const styled = classesIn(await contentOf(join(folder, 'assets'), '.css'))
    const lacking: string[] = []
    for (const sheet of await componentSheets()) {
      const classes = classesIn(await readFile(sheet, 'utf8'))
      if ([...classes].some((name) => used.has(name) && !styled.has(name))) lacking.push(basename(sheet))
    }
    expect(lacking).toEqual([])
  })
})

/** These files and all that they import before anything runs. */
async function staticImports(folder: string, files: string[]): Promise<string[]> {
  const found = new Set<string>()
  const waiting = [...files]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue
    found.add(file)
    const code = await readFile(join(folder, file), 'utf8')
    for (const match of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      waiting.push(`assets/${match[1]}`)
  }
  return [...found]
}

/** The stylesheet of each component of the library. */
async function componentSheets(): Promise<string[]> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles')
  return (await readdir(folder))
    .filter((file) => file.endsWith('.layer.css'))
    .map((file) => join(folder, file))
}

/** The names that the component library gives to its classes. */
const classesIn = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g))

async function contentOf(folder: string, ending: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(ending))
  return sourceOf(folder, files)
}

async function sourceOf(folder: string, files: string[]): Promise<string> {
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return sources.join('\n')
}
