import { accept } from './accept.ts'
import { crm } from './crm.ts'
import { importing } from './import.ts'
import { pipeline } from './pipeline.ts'
import { profile } from './profile.ts'

/** Each benchmark measures a baseline in the same run and gives one object of figures. */
const benchmarks: Record<string, (options: BenchOptions) => Promise<object>> = {
  accept,
  crm,
  import: importing,
  pipeline,
  profile,
}

/** `flags` are what stands behind `--name=` on the command line. */
export type BenchOptions = { seconds: number; flags: Record<string, string> }

const args = process.argv.slice(2)
const name = args.find((arg) => !arg.startsWith('--')) ?? ''
const flags = Object.fromEntries(
  args.flatMap((arg) => {
    const [, flag, value] = /^--([a-z]+)=(.*)$/.exec(arg) ?? []
    return flag !== undefined && value !== undefined ? [[flag, value]] : []
  }),
)
const run = benchmarks[name]
if (!run) {
  console.error(
    `Name a benchmark: ${Object.keys(benchmarks).join(', ')}. For example: npm run bench -- accept --json`,
  )
  process.exit(2)
}
console.log(JSON.stringify(await run({ seconds: Number(flags.seconds ?? 20), flags })))
process.exit(0)
