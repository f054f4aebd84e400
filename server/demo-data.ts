import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { packageRoot } from './platform/paths.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

/** Lines of one of the compact files. */
export function readLines(name: string): string[] {
  return gunzipSync(readFileSync(join(packageRoot, 'demo', name)))
    .toString('utf8')
    .split(/\r?\n/)
    .filter(Boolean)
}

/** Whole weeks, in ms, that bring the last moment of a data set to at most a week before now. */
export function weeksUntil(now: number, last: number): number {
  return Math.floor((now - last) / WEEK_MS) * WEEK_MS
}
