import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { encodeRecord } from '../log-record.ts'
import { createFirstSources, INTERNAL_SOURCE_ID, openSources, type Sources } from '../sources/sources.ts'
import { startPipelineHere } from '../start-collect.ts'
import type { NewLiveEvent } from './live-feed.ts'

let platform: TestPlatform
let sources: Sources
beforeAll(async () => {
  platform = await openTestPlatform()
  await createFirstSources(platform.db, 'key')
  sources = await openSources(platform.db)
})
afterAll(async () => {
  sources.stop()
  await platform.close()
})

it('says what each step did to an event, up to the one that dropped it', async () => {
  const shown: NewLiveEvent[] = []
  const pipeline = await startPipelineHere(platform, sources, { onEvents: (events) => shown.push(...events) })
  const at = platform.clock.now()
  const event = { type: 'track', event: 'Clicked', messageId: 'm-1', userId: 'ana', anonymousId: 'null' }
  const sent = { ...event, timestamp: new Date(at - 3_000), context: { groupId: 'acme' } }
  const batch = [sent, sent, { type: 'track', userId: 'ana' }]
  const sourceId = sources.byWriteKey('key')?.id ?? INTERNAL_SOURCE_ID
  const header = { sourceId, receivedAt: at, ip: '10.0.0.1', userAgent: null, type: null }
  await platform.log.append(
    encodeRecord(header, Buffer.from(JSON.stringify({ sentAt: new Date(at), batch }))),
  )
  await pipeline.idle()
  await pipeline.stop()

  const steps = Object.fromEntries(shown.map((one) => [one.outcome + one.message_id, one.steps]))
  expect(steps['storedm-1']).toEqual([
    { name: 'dropInvalid', note: 'A valid track call.' },
    { name: 'dropDuplicate', note: 'Not seen before.' },
    { name: 'normalizeTime', note: 'Happened 3 s before it arrived.' },
    { name: 'enrichContext', note: 'Has the IP address of the request.' },
    { name: 'findIdentifiers', note: 'Names user_id ana, company acme. anonymous_id "null" names nobody.' },
    { name: 'resolveIdentity', note: 'Its person was found or made.' },
    { name: 'storeEvent', note: 'Stored on the timeline of its person.' },
    { name: 'publishChanges', note: 'Segments and destinations were told.' },
  ])
  expect(steps['droppedm-1']?.map(({ name }) => name)).toEqual(['dropInvalid', 'dropDuplicate'])
  expect(steps['dropped']?.map(({ name }) => name)).toEqual(['dropInvalid'])
})
