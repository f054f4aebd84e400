import { createFirstAccess, registerAccess } from '../access/index.ts'
import { startProcessors, type Processor, type Processors } from '../platform/outbox/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { registerPeopleRoutes } from './routes.ts'

const KEY = 'a-key-with-every-permission'

/** The server with access and this module. */
export type TestPeople = { platform: TestPlatform; api: Api; processors: Processors; close(): Promise<void> }

/** Opens it on an engine, with these processors at work. */
export async function openTestPeople(engine: Engine, working: Processor[]): Promise<TestPeople> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp()
  registerAccess(app, platform, {})
  registerPeopleRoutes(app, platform, { lastSeenOf: async () => new Map(), forgetCallers: () => undefined })
  await createFirstAccess(platform, { apiKey: KEY })
  const processors = startProcessors(platform, working)
  return {
    platform,
    api: injectAs(app, KEY),
    processors,
    async close() {
      await processors.stop()
      await app.close()
      await platform.close()
    },
  }
}
