import { changesAnswer, changesQuery, type ChangesAnswer, type ChangesQuery } from '../../../model/change.ts'
import { createBell } from '../../platform/bell.ts'
import type { Actor, App } from '../../platform/http/index.ts'
import { onPublished } from '../../platform/outbox/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeTypes } from './change-types.ts'
import { listChanges } from './list-changes.ts'

/** Between two looks: what another process publishes rings no bell here. */
const LOOK_MS = 300
const types = new Set(changeTypes)

/** The feed of what changes in the CRM, for programs that keep a copy of it. */
export function addChangeRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/changes',
    {
      config: { permission: 'signed_in' },
      schema: {
        querystring: changesQuery,
        response: { 200: changesAnswer },
        tags: ['Changes'],
        summary:
          'What was made, changed and deleted in the CRM after a place, oldest first; waits for it on wish',
      },
    },
    ({ actor, query, raw }) => waitForChanges(platform, actor, { ...query, isGone: () => raw.destroyed }),
  )
}

type Waiting = ChangesQuery & { isGone: () => boolean }

async function waitForChanges(
  platform: Platform,
  caller: Actor,
  { wait, isGone, ...query }: Waiting,
): Promise<ChangesAnswer> {
  const bell = createBell()
  const stop = onPublished((published) => {
    if (published.some((type) => types.has(type))) bell.ring()
  })
  try {
    const until = performance.now() + wait * 1_000
    for (let { after } = query; ;) {
      const answer = await listChanges(platform, caller, { ...query, after })
      const left = until - performance.now()
      if (answer.data.length > 0 || left <= 0 || isGone()) return answer
      after = answer.next
      if (!answer.more) await bell.heard(Math.min(left, LOOK_MS))
    }
  } finally {
    stop()
  }
}
