import { readConfig } from './config.ts'
import { start } from './main.ts'

type Command = { name: string; help: string; run(args: string[]): Promise<void> }

const commands: Command[] = [{ name: 'start', help: 'Start Kith', run: runStart }]

async function runStart(): Promise<void> {
  const running = await start(readConfig())
  console.log(`Kith is ready at ${running.address}`)
  const stop = () => void running.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

async function main([name = 'start', ...args]: string[]): Promise<void> {
  const command = commands.find((one) => one.name === name)
  if (!command) {
    console.error(`There is no command "${name}". Commands: ${commands.map((one) => one.name).join(', ')}.`)
    process.exit(2)
  }
  await command.run(args)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
