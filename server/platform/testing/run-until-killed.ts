import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/**
 * Runs a script in a process of its own and kills it with SIGKILL once it has printed this many lines. Gives all
 * complete lines it printed. Throws when it ends by itself.
 */
export async function runUntilKilled(
  script: URL,
  args: string[],
  { lines }: { lines: number },
): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const printed: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line)
    if (printed.length === lines) child.kill('SIGKILL')
  }
  const [code, signal] = await exited
  if (signal !== 'SIGKILL') throw new Error(`${script.href} ended by itself with ${code}.`)
  return printed
}
