import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provision } from './provision.ts'
import { countTests, type Counts, type VitestReport } from './test-counts.ts'

/** They need little of a machine, and fill the time in which tests wait. */
const CHECKS_BESIDE = ['types', 'lint', 'format:check', 'unused']

process.exitCode = verdict(await runAll())

/** All checks and all tests, whatever fails on the way; a failed check counts as one failure. */
async function runAll(): Promise<Counts> {
  try {
    provision()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  }
  const build = await runCheck('build')
  const [tests, beside] = await Promise.all([runVitest(), runChecks(CHECKS_BESIDE)])
  const failedChecks = [build, ...beside].filter(({ status }) => status !== 0)
  for (const { name, output } of failedChecks)
    console.error(`\n> ${name}\n${output}\nnpm run ${name} failed.`)
  return { passed: tests.passed, failed: tests.failed + failedChecks.length }
}

type Check = { name: string; status: number | null; output: string }

async function runChecks(names: string[]): Promise<Check[]> {
  const checks: Check[] = []
  for (const name of names) checks.push(await runCheck(name))
  return checks
}

async function runCheck(name: string): Promise<Check> {
  const child = spawn('npm', ['run', '--silent', name])
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (output += part.toString()))
  const [status] = (await once(child, 'close')) as [number | null]
  return { name, status, output }
}

async function runVitest(): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-test-'))
  const file = join(folder, 'report.json')
  const args = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const [status] = (await once(spawn('npx', args, { stdio: 'inherit' }), 'close')) as [number | null]
  const counts = countTests(readReport(file), status === 0)
  rmSync(folder, { recursive: true, force: true })
  return counts
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function verdict({ passed, failed }: Counts): number {
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
