import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.ts'

describe('the lock of a data folder', () => {
  let folder: string
  let file: string
  const children: ChildProcess[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-lock-'))
    file = join(folder, 'kith.pid')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child)
    await rm(folder, { recursive: true, force: true })
  })

  /** Another living process: one that runs Node, or something else. */
  const startProcess = (command: string, ...args: string[]) => {
    const child = spawn(command, args, { stdio: 'ignore' })
    children.push(child)
    return child
  }
  const startNode = () => startProcess(process.execPath, '-e', 'setInterval(() => undefined, 1000)')

  it('is held until it is given back', () => {
    const unlock = lockFolder(folder)
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid))
    unlock()
    expect(existsSync(file)).toBe(false)
    lockFolder(folder)()
  })

  it('is refused while another living process holds it, in a sentence that says what to do', async () => {
    const { pid } = startNode()
    writeFileSync(file, String(pid))
    expect(() => lockFolder(folder)).toThrow(
      `The data folder ${folder} is in use by process ${pid}. Stop that one first, or choose another folder with KITH_DATA.`,
    )
    expect(readFileSync(file, 'utf8')).toBe(String(pid))
  })

  it('is taken over from a process that was killed', async () => {
    const child = startNode()
    writeFileSync(file, String(child.pid))
    await end(child)
    lockFolder(folder)
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid))
  })

  it('is taken over when the number of a killed process is by now that of another program', () => {
    const { pid } = startProcess('sleep', '60')
    writeFileSync(file, String(pid))
    lockFolder(folder)
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid))
  })

  it.each(['', 'nonsense', '-1', '0', '1.5'])(
    'is taken over from a file that names no process: %j',
    (text) => {
      writeFileSync(file, text)
      lockFolder(folder)
      expect(readFileSync(file, 'utf8')).toBe(String(process.pid))
    },
  )

  it('says what is wrong when the folder does not exist', () => {
    expect(() => lockFolder(join(folder, 'missing'))).toThrow('missing')
  })
})

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
