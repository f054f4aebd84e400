import { presence, presenceInput } from '../../../model/presence.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { notePresence } from './presence.ts'

/** Who looks at a record at the same time. */
export function addPresenceRoutes(app: App, platform: Platform): void {
  app.post(
    '/api/v1/presences',
    {
      config: { permission: 'signed_in' },
      schema: {
        body: presenceInput,
        response: { 200: presence },
        tags: ['Presence'],
        summary: 'Say that the reader looks at a record, and hear who else does',
      },
    },
    async ({ body, actor }) => notePresence(platform, actor, body),
  )
}
