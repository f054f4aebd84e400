import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const LOOK_MS = 1

/** When to kill: once this many lines have been printed, or when this is true. */
type Moment = { lines: number } | { when: () => boolean }

/**
 * Runs a script in a process of its own and kills it with SIGKILL at that moment. Gives the lines it printed. Throws
 * when it ends by itself.
 */
export async function runUntilKilled(script: URL, args: string[], moment: Moment): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const printed: string[] = []
  const isTime = () => ('lines' in moment ? printed.length >= moment.lines : moment.when())
  const watch = setInterval(() => isTime() && child.kill('SIGKILL'), LOOK_MS)
  for await (const line of createInterface({ input: child.stdout })) printed.push(line)
  const [code, signal] = await exited
  clearInterval(watch)
  if (signal !== 'SIGKILL') throw new Error(`${script.href} ended by itself with ${code}.`)
  return printed
}
