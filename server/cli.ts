import { readConfig } from './config.ts'
import { startDemo } from './demo.ts'
import { start, type Running } from './main.ts'
import { replay } from './replay.ts'

type Command = { name: string; help: string; run(args: string[]): Promise<void> }

const commands: Command[] = [
  { name: 'start', help: 'Start Kith', run: async () => serve(await start(readConfig())) },
  { name: 'demo', help: 'Start Kith on ./demo-data (or KITH_DATA), filled with real data', run: runDemo },
  {
    name: 'replay',
    help: 'Send a file of events: kith replay FILE [--url URL] [--write-key KEY]',
    run: (args) => replay(args, readConfig()),
  },
  { name: 'help', help: 'Say what commands there are', run: async () => console.log(usage()) },
]

async function runDemo(): Promise<void> {
  serve(await startDemo(readConfig({ KITH_DATA: './demo-data' })))
}

function serve(running: Running): void {
  console.log(`Kith is ready at ${running.address}`)
  const stop = () => void running.stop().then(end)
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** Work that did not end in time would keep `exit` waiting for ever; being killed is safe at any moment. */
function end(isFinished: boolean): void {
  if (isFinished) process.exit(0)
  console.error('Kith did not finish in time and ends now; what was accepted is kept.')
  process.kill(process.pid, 'SIGKILL')
}

function usage(): string {
  return commands.map(({ name, help }) => `${name.padEnd(8)} ${help}`).join('\n')
}

async function main([name = 'start', ...args]: string[]): Promise<void> {
  const command = commands.find((one) => one.name === name)
  if (!command) {
    console.error(`There is no command "${name}".\n${usage()}`)
    process.exit(2)
  }
  await command.run(args)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
