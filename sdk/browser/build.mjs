import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/**
 * Builds the script for a tag (`kith.js`), the module for bundlers (`kith.mjs`) and the script that shows forms (`kith-forms.js`)
 * into the folder.
 * @param {string} outdir
 */
export async function buildSdk(outdir) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    bundle: true,
    minify: true,
    target: 'es2019',
    define: { KITH_VERSION: JSON.stringify(version) },
    banner: { js: `/* kith.js ${version}, Apache-2.0 */` },
  }
  await Promise.all([
    build({
      ...options,
      entryPoints: [join(ROOT, 'src/index.ts')],
      format: 'iife',
      outfile: join(outdir, 'kith.js'),
    }),
    build({
      ...options,
      entryPoints: [join(ROOT, 'src/module.ts')],
      format: 'esm',
      outfile: join(outdir, 'kith.mjs'),
    }),
    build({
      ...options,
      entryPoints: [join(ROOT, 'src/forms.ts')],
      format: 'iife',
      outfile: join(outdir, 'kith-forms.js'),
    }),
  ])
}

/**
 * Writes the declarations that come with the module in the npm package.
 * @param {string} outdir
 */
export async function buildTypes(outdir) {
  const compiler = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')
  await promisify(execFile)(process.execPath, [
    compiler,
    '-p',
    join(ROOT, 'tsconfig.build.json'),
    '--outDir',
    outdir,
  ])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = join(ROOT, 'dist')
  await Promise.all([buildSdk(outdir), buildTypes(outdir)])
}
