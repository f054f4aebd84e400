import { accept } from './accept.ts'
import { identity } from './identity.ts'
import { importing } from './import.ts'
import { linkage } from './linkage.ts'
import { pipeline } from './pipeline.ts'
import { profile } from './profile.ts'
import { segments } from './segments.ts'

/** Each benchmark measures a baseline in the same run and gives one object of figures. */
const benchmarks: Record<string, (options: BenchOptions) => Promise<object>> = {
  accept,
  identity,
  import: importing,
  linkage,
  pipeline,
  profile,
  segments,
}

/** `people` and `events` are for those that make data first; `args` is whatever else was asked for. */
export type BenchOptions = { seconds: number; people: number; events: number; args: string[] }

const args = process.argv.slice(2)
const name = args.find((arg) => !arg.startsWith('--')) ?? ''
const numberOf = (option: string, otherwise: number) =>
  Number(args.find((arg) => arg.startsWith(`--${option}=`))?.split('=')[1] ?? otherwise)
const options = {
  seconds: numberOf('seconds', 20),
  people: numberOf('people', 1_000_000),
  events: numberOf('events', 20_000_000),
  args,
}
const run = benchmarks[name]
if (!run) {
  console.error(
    `Name a benchmark: ${Object.keys(benchmarks).join(', ')}. For example: npm run bench -- accept --json`,
  )
  process.exit(2)
}
console.log(JSON.stringify(await run(options)))
process.exit(0)
