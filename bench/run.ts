import { accept } from './accept.ts'
import { crm } from './crm.ts'
import { importing } from './import.ts'
import { linkage } from './linkage.ts'
import { pipeline } from './pipeline.ts'
import { profile } from './profile.ts'

/** Each benchmark measures a baseline in the same run and gives one object of figures. */
const benchmarks: Record<string, (options: BenchOptions) => Promise<object>> = {
  accept,
  crm,
  import: importing,
  linkage,
  pipeline,
  profile,
}

/** What all benchmarks know, and whatever else was asked for. */
export type BenchOptions = { seconds: number; args: string[] }

const args = process.argv.slice(2)
const name = args.find((arg) => !arg.startsWith('--')) ?? ''
const seconds = Number(args.find((arg) => arg.startsWith('--seconds='))?.split('=')[1] ?? 20)
const run = benchmarks[name]
if (!run) {
  console.error(
    `Name a benchmark: ${Object.keys(benchmarks).join(', ')}. For example: npm run bench -- accept --json`,
  )
  process.exit(2)
}
console.log(JSON.stringify(await run({ seconds, args })))
process.exit(0)
