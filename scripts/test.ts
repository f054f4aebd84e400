import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provision } from './provision.ts'
import { countTests, type Counts, type VitestReport } from './test-counts.ts'

const CHECKS = ['build', 'types', 'lint', 'format:check', 'unused']

process.exitCode = verdict(runAll())

/** All checks and all tests, whatever fails on the way; a failed check counts as one failure. */
function runAll(): Counts {
  try {
    provision()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  }
  const failedChecks = CHECKS.filter((name) => !succeeds(name))
  for (const name of failedChecks) console.error(`npm run ${name} failed, see above.`)
  const tests = runVitest()
  return { passed: tests.passed, failed: tests.failed + failedChecks.length }
}

function succeeds(name: string): boolean {
  console.log(`\n> ${name}`)
  return spawnSync('npm', ['run', '--silent', name], { stdio: 'inherit' }).status === 0
}

function runVitest(): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'kith-test-'))
  const file = join(folder, 'report.json')
  const args = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { status } = spawnSync('npx', args, { stdio: 'inherit' })
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
