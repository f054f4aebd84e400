import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identifierIds, recordUndoable, retractFacts, type Fact, type FactUndo } from '../../people/index.ts'
import { recordProfiles, startProcessors, type Processors } from '../../platform/outbox/index.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { recordedEvents } from '../record-processor.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'

describe('profiles that change otherwise than by an event', () => {
  let platform: TestPlatform
  let collect: TestCollect
  let processors: Processors
  beforeAll(async () => {
    platform = await openTestPlatform('embedded')
    collect = await openTestCollect(platform)
    processors = startProcessors(platform, [recordedEvents])
  })
  afterAll(async () => {
    await processors.stop()
    await collect.close()
    await platform.close()
  })

  const settled = async () => {
    await processors.idle()
    await collect.pipeline.idle()
  }
  const inWarehouse = () =>
    platform.warehouse.rows<{ city: string }>(`select traits.city::String as city from people final`)

  it('reach the warehouse, and leave it when they are taken back', async () => {
    const ids = identifierIds(platform.secrets.derive('identifiers'))
    const id = ids.of('email', 'ada@example.com')
    const fact: Fact = {
      identifiers: [{ type: 'email', value: 'ada@example.com', id }],
      at: Date.now(),
      sourceId: '00000000-0000-4000-8000-00000000000a',
      messageId: 'import-1',
      traits: { city: 'London' },
      company: null,
    }
    let undo: FactUndo[] = []
    await platform.db.transaction().execute(async (trx) => {
      const recorded = await recordUndoable(trx, [fact], { version: 1 })
      undo = recorded.undo
      await recordProfiles(trx, { people: recorded.changes.people, moved: [] })
    })
    await settled()
    expect(await inWarehouse()).toEqual([{ city: 'London' }])

    await platform.db.transaction().execute(async (trx) => {
      const { people, moved } = await retractFacts(trx, undo, { inUse: new Set() })
      await recordProfiles(trx, { people, moved })
    })
    await settled()
    expect(await inWarehouse()).toEqual([])
    expect(await platform.warehouse.rows('select * from dropped_events')).toEqual([])
  })
})
