import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MB = 1024 * 1024

/** A disk that a test fills and clears. */
export type Disk = {
  /** What Kith is told to keep free. */
  minFreeMb: number
  fill(): void
  clear(): void
  remove(): void
}

/** True where a file system may be mounted: for root, outside of most containers. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'kith-mount-'))
  const mounted = mount(folder, 1)
  if (mounted) unmount(folder)
  rmSync(folder, { recursive: true, force: true })
  return mounted
}

/** Mounts a file system of this size on the folder. Filling leaves nothing free, or half of what is to be kept free. */
export function mountDisk(folder: string, { mb, reserveMb }: { mb: number; reserveMb: number }): Disk {
  mkdirSync(folder, { recursive: true })
  if (!mount(folder, mb)) throw new Error(`Nothing could be mounted on ${folder}.`)
  const filler = join(folder, 'filler')
  return {
    minFreeMb: reserveMb,
    fill: () => write(filler, freeMb(folder) - reserveMb / 2),
    clear: () => rmSync(filler),
    remove: () => unmount(folder),
  }
}

/** Takes the machine's own disk for one of which only so much is free. */
export function shareDisk(folder: string, { mb }: { mb: number }): Disk {
  const filler = join(folder, 'filler')
  return {
    minFreeMb: freeMb(folder) - mb,
    fill: () => write(filler, 2 * mb),
    clear: () => rmSync(filler),
    remove: () => rmSync(filler, { force: true }),
  }
}

function mount(folder: string, mb: number): boolean {
  return (
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m`, 'tmpfs', folder], { stdio: 'ignore' }).status ===
    0
  )
}

function unmount(folder: string): void {
  spawnSync('umount', [folder], { stdio: 'ignore' })
}

function freeMb(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return (bavail * bsize) / MB
}

/** Ends when so much is written, or when nothing more fits. */
function write(file: string, mb: number): void {
  const descriptor = openSync(file, 'w')
  try {
    for (let left = mb * MB; left > 0;) left -= writeSync(descriptor, Buffer.alloc(Math.min(left, MB)))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(descriptor)
  }
}
