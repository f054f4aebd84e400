import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBody } from '../testing/send.ts'

const SOON = 10_000

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + '1' + close.repeat(depth)
const objects = (depth: number) => nested('{"a":', '}', depth)
const lists = (depth: number) => nested('[', ']', depth)
const text = (length: number) => JSON.stringify('x'.repeat(length))

/** What a client may send that is JSON, and what becomes of it. `fields` are those of the event, as JSON text. */
const stored: [what: string, fields: string][] = [
  ['properties nested 99 deep', `"type":"track","properties":${objects(99)}`],
  ['lists nested 98 deep', `"type":"track","properties":{"a":${lists(98)}}`],
  ['a lone half of a character', '"type":"track","properties":{"a":"x\\ud83e","\\udd1e":1}'],
  ['a NUL', '"type":"track","properties":{"a\\u0000b":"\\u0000"}'],
  [
    'a name of 300 characters that ends in the middle of one',
    `"type":"identify","traits":{"name":"${'x'.repeat(299)}🧡"}`,
  ],
  [
    'an e-mail of 300 characters that ends in the middle of one',
    `"type":"identify","traits":{"email":"${'x'.repeat(299)}🧡"}`,
  ],
  [
    'a company’s name that ends in the middle of a character',
    `"type":"group","groupId":"g","traits":{"name":"${'x'.repeat(299)}🧡"}`,
  ],
  [
    'names of JavaScript’s own',
    '"type":"identify","traits":{"__proto__":{"x":1},"constructor":1,"toString":"y","hasOwnProperty":null}',
  ],
  [
    'properties named like those of JavaScript',
    '"type":"track","properties":{"__proto__":{"x":1},"constructor":1}',
  ],
  ['the same name twice', '"type":"track","properties":{"a":1,"a":{"b":2}}'],
  ['a name that is empty', '"type":"track","properties":{"":{"":1},".":2,"a..b":3}'],
  ['traits whose name is empty', '"type":"identify","traits":{"":{"":1},".":2,"a..b":3}'],
  [
    'numbers beyond all bounds',
    '"type":"identify","traits":{"large":1e400,"small":-1e400,"tiny":1e-400,"long":123456789012345678901234567890}',
  ],
  ['a name with a dot beside an object of that name', '"type":"identify","traits":{"a.b":1,"a":{"b":2}}'],
  [
    'lists of all kinds',
    '"type":"identify","traits":{"list":[1,"one",null,[2,[3]],{"four":4},{"four":"five"}]}',
  ],
  ['traits nested 99 deep', `"type":"identify","traits":${objects(99)}`],
  [
    '1,000 traits',
    `"type":"identify","traits":${JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`trait ${n}`, n])))}`,
  ],
  [
    'a context that is an odd one',
    '"type":"track","context":{"ip":7,"userAgent":[],"traits":"x","device":null,"externalIds":{},"groupId":[]}',
  ],
  ['a company named by a number in the context', '"type":"track","context":{"groupId":7}'],
  ['a company named by a long text in the context', `"type":"track","context":{"groupId":${text(600)}}`],
  [
    'external ids of all kinds',
    '"type":"track","context":{"externalIds":[null,1,{"id":1,"type":"X"},{"id":"","type":"y"},{"id":"z"}]}',
  ],
  ['a user id of 500 characters of four bytes', `"type":"track","userId":"${'🧡'.repeat(250)}"`],
  ['a time of 1980', '"type":"track","timestamp":"1980-01-01T00:00:00Z"'],
  ['a time of 1999', '"type":"track","timestamp":"1999-12-31T23:59:59Z"'],
  ['a time before all times', '"type":"track","timestamp":"-271821-04-20T00:00:00.000Z"'],
  ['a time after all times', '"type":"track","timestamp":"+275760-09-13T00:00:00.000Z"'],
  ['a time that is none', '"type":"track","timestamp":"yesterday","sentAt":{}'],
]

const dropped: [what: string, fields: string][] = [
  ['properties nested deeper than 100', `"type":"track","properties":${objects(101)}`],
  ['properties nested 5,000 deep', `"type":"track","properties":${objects(5_000)}`],
  ['lists nested 12,000 deep', `"type":"track","properties":{"a":${lists(12_000)}}`],
  ['lists nested 12,000 deep with a NUL', `"type":"track","properties":{"b":"\\u0000","a":${lists(12_000)}}`],
  ['lists nested a million deep', `"type":"track","properties":{"a":${lists(1_000_000)}}`],
  ['traits nested 5,000 deep', `"type":"identify","traits":${objects(5_000)}`],
  ['a context nested 5,000 deep', `"type":"track","context":${objects(5_000)}`],
  ['a type nested 5,000 deep', `"type":${objects(5_000)}`],
  [
    'more than 64 KB that is cut in the middle of a character',
    `"type":"track","properties":{"a":"${'🧡'.repeat(40_000)}"}`,
  ],
  [
    'more than 64 KB that is cut in the middle of another',
    `"type":"track","properties":{"ab":"${'🧡'.repeat(40_000)}"}`,
  ],
]

describe('an event that is odd', () => {
  let platform: TestPlatform
  let collect: TestCollect
  beforeAll(async () => {
    platform = await openTestPlatform()
    collect = await openTestCollect(platform)
  })
  afterAll(async () => {
    await collect.close()
    await platform.close()
  })

  const idle = async () => {
    const waited = new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`stuck: ${collect.pipeline.health().error}`)), SOON),
    )
    await Promise.race([collect.pipeline.idle(), waited])
  }
  let count = 0
  /** Sends it between two plain events, and tells which of the three were stored and why others were not. */
  const send = async (fields: string, envelope = '') => {
    const id = `odd-${++count}`
    const event = (place: string, more: string) =>
      `{"userId":"odd-${count}","event":"Clicked","messageId":"${id}-${place}",${more}}`
    const plain = '"type":"track"'
    const body = `{${envelope}"batch":[${event('before', plain)},${event('odd', fields)},${event('after', plain)}]}`
    expect((await sendBody(collect.url, body)).status).toBe(200)
    await idle()
    const params = { prefix: `${id}-` }
    const kept = await platform.warehouse.rows<{ id: string }>(
      'select message_id as id from events where startsWith(message_id, {prefix:String}) order by id',
      params,
    )
    const reasons = await platform.warehouse.rows<{ reason: string }>(
      'select reason from dropped_events where position(payload, {prefix:String}) > 0',
      params,
    )
    return {
      kept: kept.map((one) => one.id.slice(params.prefix.length)),
      reasons: reasons.map(({ reason }) => reason),
    }
  }

  it.each(stored)('is stored with the others: %s', async (_what, fields) => {
    expect(await send(fields)).toEqual({ kept: ['after', 'before', 'odd'], reasons: [] })
  })

  it.each(dropped)('is dropped with its reason, and the others are stored: %s', async (_what, fields) => {
    const { kept, reasons } = await send(fields)
    expect(kept).toEqual(['after', 'before'])
    expect(reasons).toEqual([expect.stringMatching(/^(invalid|too_large)$/)])
  })

  it('does not matter when it is no object', async () => {
    for (const odd of ['null', '7', '"text"', '[]', '[{}]', '{}']) {
      const id = `plain-${odd}`
      const batch = `{"batch":[${odd},${JSON.stringify({ type: 'track', event: 'x', userId: 'u', messageId: id })}]}`
      expect((await sendBody(collect.url, batch)).status).toBe(200)
      await idle()
      expect(
        await platform.warehouse.rows('select message_id as id from events where message_id = {id:String}', {
          id,
        }),
      ).toEqual([{ id }])
    }
  })

  it('does not matter when what surrounds the batch is odd', async () => {
    expect(await send('"type":"track"', '"sentAt":{"x":1},"context":7,')).toMatchObject({
      kept: ['after', 'before', 'odd'],
    })
    expect(
      await send('"type":"track"', `"context":${objects(5_000)},"sentAt":${lists(5_000)},`),
    ).toMatchObject({ kept: [] })
    expect(await send('"type":"track"', `"other":${lists(5_000)},`)).toMatchObject({
      kept: ['after', 'before', 'odd'],
    })
  })
})
