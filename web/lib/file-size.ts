import { number } from './format.ts'

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const
const STEP = 1024

/** "512 bytes", "1.4 MB": a size given in bytes. */
export function fileSize(size: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, size)) / Math.log(STEP)))
  return `${number(size / STEP ** power, power === 0 ? 0 : 1)} ${UNITS[power]}`
}
