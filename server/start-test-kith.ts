import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from './config.ts'
import { start, type Running } from './main.ts'
import { injectAs, type Api } from './platform/testing/index.ts'

export const KEY = 'a-key-with-every-permission'
export const WRITE_KEY = 'a-write-key'

/** The whole of Kith for tests, in a folder of its own; `admin` calls it with a key that may do everything. */
export type TestKith = { running: Running; admin: Api; stop(): Promise<void> }

/** Starts the whole of Kith; stop it in `afterAll`. */
export async function startTestKith(): Promise<TestKith> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-whole-'))
  const running = await start(
    readConfig({
      KITH_DATA: folder,
      KITH_LOG_LEVEL: 'silent',
      KITH_API_KEY: KEY,
      KITH_WRITE_KEY: WRITE_KEY,
      PORT: '0',
    }),
  )
  return {
    running,
    admin: injectAs(running.app, KEY),
    async stop() {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
