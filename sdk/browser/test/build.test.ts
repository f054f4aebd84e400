import { execFile } from 'node:child_process'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSdk, buildTypes } from '../build.mjs'

const MAX_GZIPPED_BYTES = 6_000

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-sdk-'))
  await Promise.all([buildSdk(folder), buildTypes(folder)])
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(['kith.js', 'kith.mjs'])('%s is at most 6 KB, gzipped', async (file) => {
  expect(gzipSync(await readFile(join(folder, file))).length).toBeLessThanOrEqual(MAX_GZIPPED_BYTES)
})

test('the package has no dependencies', async () => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as object
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([])
})

test.each(['bundler', 'nodenext'])(
  'its types serve a strict program that resolves modules as %s',
  async (resolution) => {
    const program = join(folder, resolution)
    const installed = join(program, 'node_modules/@kith/browser')
    await mkdir(installed, { recursive: true })
    await writeFile(
      join(installed, 'package.json'),
      await readFile(new URL('../package.json', import.meta.url)),
    )
    await buildTypes(join(installed, 'dist'))
    await writeFile(join(program, 'package.json'), '{"type":"module"}')
    await writeFile(
      join(program, 'main.ts'),
      `import { createKith, type Kith, type User } from '@kith/browser'
     const kith: Kith = createKith({ writeKey: 'wk', host: 'https://kith.example.com' })
     kith.identify('u1', { plan: 'pro' })
     kith.page('Docs', 'Start', { depth: 2 })
     kith.page({ depth: 2 })
     const user: User = kith.user()
     // @ts-expect-error an event has a name
     kith.track(user)
     await kith.flush()`,
    )
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext'
    const compiler = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')
    const flags = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      module,
      '--moduleResolution',
      resolution,
    ]
    const compilation = promisify(execFile)(process.execPath, [compiler, ...flags, 'main.ts'], {
      cwd: program,
    })
    expect(await compilation.catch((error: { stdout: string }) => error)).toMatchObject({ stdout: '' })
  },
  30_000,
)
