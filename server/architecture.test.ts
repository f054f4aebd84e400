import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from './platform/paths.ts'

// A module may import those of the lines above its own. Modules of one line may not import each other.
const ORDER = [
  ['model'],
  ['platform'],
  ['access'],
  ['people'],
  ['events'],
  ['collect', 'segments', 'crm'],
  ['messages', 'service', 'destinations', 'enrichment', 'insights', 'privacy', 'profile-api'],
  ['journeys'],
  ['main'],
]
const TOOLS = ['bench', 'scripts', 'test']
const FOLDERS = ['model', 'server', 'web', 'sdk', ...TOOLS]

const MAX_LINES = 400
const MAX_MEDIAN_LINES = 90

type Source = { path: string; text: string }
type Rule = (source: Source) => string[]

const RULES: Rule[] = [
  importsOnlyFromTheLeft,
  entersByTheFace,
  keepsModelPure,
  keepsWebInTheBrowser,
  keepsTrackingScriptAlone,
  readsTheEnvironmentInOnePlace,
  staysShort,
]

test('every import follows the table of modules, and every file stays small', () => {
  expect(violations(readSources())).toEqual([])
})

test('half of the files are shorter than 90 lines', () => {
  const lengths = readSources().map(lineCount)
  expect(median(lengths)).toBeLessThan(MAX_MEDIAN_LINES)
})

const BREACHES: [name: string, path: string, text: string, sentence: string][] = [
  [
    'importing a module to the right',
    'server/people/a.ts',
    importing('../segments/index.ts'),
    'may not import segments',
  ],
  ['importing a neighbour', 'server/crm/a.ts', importing('../collect/index.ts'), 'may not import collect'],
  [
    'importing a type to the right',
    'server/people/a.ts',
    importing('../crm/index.ts', 'type'),
    'may not import crm',
  ],
  [
    'loading a module to the right later',
    'server/people/a.ts',
    `await ${'import'}('../crm/index.ts')`,
    'may not import crm',
  ],
  [
    'passing on a module to the right',
    'server/people/a.ts',
    `export * ${'from'} '../crm/index.ts'`,
    'may not import crm',
  ],
  ['importing the composition root', 'server/crm/a.ts', importing('../config.ts'), 'may not import main'],
  ['an unknown module', 'server/misc/a.ts', '', 'not in the table'],
  ['importing past a face', 'server/crm/a.ts', importing('../people/queries.ts'), 'face of people'],
  [
    'importing deep into the platform',
    'server/crm/a.ts',
    importing('../platform/log/lmdb-log.ts'),
    'face of platform',
  ],
  ['the server in the web app', 'web/a.ts', importing('../server/crm/index.ts'), 'may not import crm'],
  ['Node in the web app', 'web/lib/a.ts', importing('node:fs'), 'may not use node:fs'],
  ['Node in the model', 'model/a.ts', importing('node:crypto'), 'may not use node:crypto'],
  ['a library in the model', 'model/a.ts', importing('kysely'), 'may not use kysely'],
  ['a library in the tracking script', 'sdk/browser/src/a.ts', importing('zod'), 'may not use zod'],
  [
    'the model in the tracking script',
    'sdk/browser/src/a.ts',
    importing('../../../model/json.ts'),
    'may not import model',
  ],
  ['reading the environment', 'server/crm/a.ts', 'const port = process.env.PORT', 'reads the environment'],
  ['a long file', 'server/crm/a.ts', 'x\n'.repeat(401), '401 lines'],
]

test.each(BREACHES)('%s is reported', (_name, path, text, sentence) => {
  expect(violations([{ path, text }])).toEqual([expect.stringContaining(sentence)])
})

const ALLOWED: [name: string, path: string, text: string][] = [
  ['importing a module to the left', 'server/crm/a.ts', importing('../people/index.ts')],
  ['importing a room of the platform', 'server/crm/a.ts', importing('../platform/log/index.ts')],
  ['importing a file of the platform', 'server/crm/a.ts', importing('../platform/errors.ts')],
  ['importing the model', 'server/people/identity/a.ts', importing('../../../model/json.ts')],
  ['importing from its own module', 'server/people/identity/a.ts', importing('../traits/b.ts')],
  ['importing the last module at the top', 'server/main.ts', importing('./journeys/index.ts')],
  ['the model in the web app', 'web/pages/a.tsx', importing('../../model/json.ts')],
  ['reading the environment in its place', 'server/config.ts', 'const port = process.env.PORT'],
]

test.each(ALLOWED)('%s is allowed', (_name, path, text) => {
  expect(violations([{ path, text }])).toEqual([])
})

/** One sentence for each breach. */
function violations(sources: Source[]): string[] {
  return sources.flatMap((source) =>
    RULES.flatMap((rule) => rule(source).map((breach) => `${source.path} ${breach}`)),
  )
}

function importsOnlyFromTheLeft(source: Source): string[] {
  const area = areaOf(source.path)
  if (source.path.startsWith('server/') && rankOf(area) < 0)
    return [`lies in "${area}", which is not in the table`]
  const targets = new Set(localImports(source).map(areaOf))
  return [...targets].filter((target) => !mayImport(area, target)).map((target) => `may not import ${target}`)
}

function mayImport(area: string, target: string): boolean {
  if (area === target || TOOLS.includes(area)) return true
  if (area === 'web') return target === 'model'
  return rankOf(target) >= 0 && rankOf(target) < rankOf(area)
}

function entersByTheFace(source: Source): string[] {
  const area = areaOf(source.path)
  const entered = localImports(source).filter((path) => areaOf(path) !== area && !isFace(path))
  return entered.map((path) => `imports ${path}, which is not the face of ${areaOf(path)}`)
}

/** A module's `index.ts`; of the platform also its files and the `index.ts` of its rooms. */
function isFace(path: string): boolean {
  if (!/^server\/[^/]+\//.test(path)) return true
  return /^server\/[^/]+\/index\.ts$/.test(path) || /^server\/platform\/([^/]+\/index|[^/]+)\.ts$/.test(path)
}

function keepsModelPure(source: Source): string[] {
  if (areaOf(source.path) !== 'model' || isTest(source)) return []
  return packages(source)
    .filter((name) => name !== 'zod')
    .map(mayNotUse)
}

function keepsWebInTheBrowser(source: Source): string[] {
  if (areaOf(source.path) !== 'web' || isTest(source) || source.path.endsWith('.config.ts')) return []
  return packages(source).filter(isBuiltin).map(mayNotUse)
}

function keepsTrackingScriptAlone(source: Source): string[] {
  if (!source.path.startsWith('sdk/browser/src/') || isTest(source)) return []
  return packages(source).map(mayNotUse)
}

function mayNotUse(name: string): string {
  return `may not use ${name}`
}

function readsTheEnvironmentInOnePlace(source: Source): string[] {
  if (!source.path.startsWith('server/') || source.path === 'server/config.ts' || isTest(source)) return []
  return source.text.includes('process.env')
    ? ['reads the environment, which only server/config.ts does']
    : []
}

function staysShort(source: Source): string[] {
  const lines = lineCount(source)
  return lines > MAX_LINES ? [`has ${lines} lines; ${MAX_LINES} are allowed`] : []
}

function areaOf(path: string): string {
  const [folder = '', room = '', ...rest] = path.split('/')
  if (folder !== 'server') return folder
  return rest.length > 0 ? room : 'main'
}

function rankOf(area: string): number {
  return ORDER.findIndex((line) => line.includes(area))
}

function localImports(source: Source): string[] {
  const relative = specifiers(source.text).filter((name) => name.startsWith('.'))
  return relative.map((name) => normalize(join(dirname(source.path), name)))
}

function packages(source: Source): string[] {
  return specifiers(source.text).filter((name) => !name.startsWith('.'))
}

function specifiers(text: string): string[] {
  const imports = /\bfrom\s+['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm
  return [...text.matchAll(imports)].map(([, from, lazy, bare]) => from ?? lazy ?? bare ?? '')
}

function isTest({ path }: Source): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('server/platform/testing/')
}

function lineCount({ text }: Source): number {
  return text.trimEnd().split('\n').length
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

function readSources(): Source[] {
  const paths = FOLDERS.filter((folder) => existsSync(join(packageRoot, folder))).flatMap(sourcesIn)
  return paths.map((path) => ({ path, text: readFileSync(join(packageRoot, path), 'utf8') }))
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(path)
    return /\.(ts|tsx|js|mjs)$/.test(entry.name) ? [path] : []
  })
}

function importing(path: string, kind = ''): string {
  return `${'import'} ${kind} { x } ${'from'} '${path}'`
}
