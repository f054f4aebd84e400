import { createHttp } from '../../platform/http/index.ts'
import type { TestPlatform } from '../../platform/testing/index.ts'
import { startCollect, type Collect } from '../start-collect.ts'

export const WRITE_KEY = 'test-write-key'

export type TestCollect = Collect & { url: string; close(): Promise<void> }

/** The tracking API on a port of its own with the pipeline behind it, on the platform of a test. */
export async function openTestCollect(platform: TestPlatform): Promise<TestCollect> {
  const app = await createHttp({ logger: platform.logger, webFolder: null })
  const collect = await startCollect(platform, {
    dataDir: process.cwd(),
    minFreeDiskBytes: 0,
    writeKey: WRITE_KEY,
  })
  await collect.register(app)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    ...collect,
    url,
    async close() {
      app.server.closeAllConnections()
      await app.close()
      await collect.stop()
    },
  }
}
