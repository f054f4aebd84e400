import { randomUUID } from 'node:crypto'
import { parquetReadObjects } from 'hyparquet'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FileStorage, FileStorageInput, StorageTest } from '../../../model/file-storage.ts'
import type { Page } from '../../../model/page.ts'
import type { SegmentExport, SegmentExportRun } from '../../../model/segment-export.ts'
import { openTestS3, openTestSftp, type TestS3, type TestSftp } from '../../platform/test-providers/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'
import { claimRun, scheduleDueRuns } from './claim-run.ts'
import { nextSlot } from './slots.ts'
import { workOnExports } from './start-exports.ts'

const HOUR_MS = 3_600_000
type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('exports of segments on the %s engine', (engine) => {
  let test: TestSegments
  let s3: TestS3
  let sftp: TestSftp
  let bucket: FileStorage
  let folder: FileStorage
  let segmentId: string
  let built: string
  const worker = randomUUID()

  beforeAll(async () => {
    ;[test, s3, sftp] = await Promise.all([openTestSegments(engine), openTestS3(), openTestSftp()])
    bucket = (await addStorage(s3Input())).body
    folder = (await addStorage(sftpInput())).body
    await test.act(
      {
        who: 'user_id:ada',
        event: 'A',
        traits: { name: 'Ada, "the first"', plan: 'pro', seats: 3, tags: ['x'] },
      },
      { who: 'user_id:bob', event: 'A', traits: { name: '=Bob', email: 'bob@example.com', seats: 4 } },
      { who: 'user_id:eve', event: 'B' },
    )
    built = (await test.build([{ kind: 'event', event: 'A' }], 'Did A/B')).id
  })
  beforeEach(async () => {
    await sql`delete from segment_exports`.execute(test.platform.db)
    segmentId = built
    s3.files.clear()
    s3.failNext(0)
    sftp.cutAfter(null)
  })
  afterAll(() => Promise.all([test.close(), s3.close(), sftp.close()]))

  const s3Input = (): FileStorageInput => {
    const { access_key_id, secret_access_key } = s3.key
    const settings = { endpoint: s3.endpoint, region: s3.region, bucket: s3.bucket, access_key_id }
    return { name: 'Lake', kind: 's3', settings, secret: { secret_access_key } }
  }
  const sftpInput = (): FileStorageInput => {
    const { host, port, user } = sftp
    const settings = { host, port, username: user.username }
    return { name: 'Partner', kind: 'sftp', settings, secret: { password: user.password } }
  }
  const addStorage = (input: object) => test.api.post<FileStorage>('/api/v1/storages', input)
  const tryStorage = async (id: string) =>
    (await test.api.post<StorageTest>(`/api/v1/storages/${id}/test`)).body
  const url = (path = '') => `/api/v1/segments/${segmentId}/exports${path}`
  const add = async (input: object) => {
    const { status, body } = await test.api.post<SegmentExport>(url(), {
      name: 'Daily',
      storage_id: bucket.id,
      format: 'csv',
      ...input,
    })
    expect(status).toBe(201)
    return body
  }
  const work = async (options = { allowPrivate: true }) => {
    while (await workOnExports(test.platform, { ...options, worker }));
  }
  const runs = async (id: string) =>
    (await test.api.get<Page<SegmentExportRun>>(url(`/${id}/runs`))).body.data
  const runNow = async (id: string) => {
    test.platform.clock.advance(1)
    expect((await test.api.post(url(`/${id}/runs`))).status).toBe(201)
    await work()
    return (await runs(id))[0]
  }
  const theFile = () => {
    const [[path, content] = ['', Buffer.alloc(0)]] = [...s3.files]
    return { path, text: content.toString(), content }
  }

  it('put everybody with chosen traits into a bucket as CSV, named for its moment', async () => {
    const { id } = await add({ traits: ['plan', 'seats', 'tags', 'name'] })
    const slot = new Date(test.platform.clock.now() + 1)
    const run = await runNow(id)
    const { path, text, content } = theFile()
    expect(path).toBe(`kith/Did-A-B/${slot.toISOString().replaceAll(/[-:]|\.000/g, '')}.csv`)
    expect(text.split('\r\n')[0]).toBe('person_id,name,email,user_id,entered_at,plan,seats,tags,traits.name')
    expect(text).toContain(`"Ada, ""the first""",,ada,`)
    expect(text).toContain(`'=Bob,bob@example.com,bob,`)
    expect(text).not.toContain('eve')
    expect(run).toMatchObject({
      state: 'done',
      rows: 2,
      bytes: content.length,
      file: path,
      error: null,
      attempts: 1,
    })
  })

  it('write lines of JSON and Parquet with the types that values have', async () => {
    await sql`insert into traits (name, types) values ('seats', '{"number": 2}') on conflict do nothing`.execute(
      test.platform.db,
    )
    await runNow((await add({ format: 'ndjson', traits: ['seats', 'tags'] })).id)
    const lines = theFile()
      .text.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.find(({ user_id }) => user_id === 'ada')).toMatchObject({
      traits: { seats: 3, tags: ['x'] },
    })
    s3.files.clear()
    await runNow((await add({ format: 'parquet', traits: ['seats', 'tags', 'plan'] })).id)
    const { content } = theFile()
    const file = content.buffer.slice(content.byteOffset, content.byteOffset + content.length) as ArrayBuffer
    const rows = await parquetReadObjects({ file })
    expect(rows.find(({ user_id }) => user_id === 'ada')).toMatchObject({
      person_id: test.idOf('user_id:ada'),
      entered_at: expect.any(Date),
      seats: 3,
      tags: '["x"]',
      plan: 'pro',
    })
    expect(rows.find(({ user_id }) => user_id === 'bob')).toMatchObject({ seats: 4, plan: null })
  })

  it('tell who entered and left since the time before, each exactly once', async () => {
    const { id } = await add({ content: 'changes', format: 'ndjson' })
    const told = async (one = id) => {
      s3.files.clear()
      await runNow(one)
      const lines = theFile()
        .text.split('\n')
        .filter((line) => line !== '')
      return lines
        .map((line) => JSON.parse(line) as Record<string, string>)
        .map((row) => `${row['change']} ${row['user_id']}`)
    }
    expect((await told()).sort()).toEqual(['entered ada', 'entered bob'])
    expect(await told()).toEqual([])
    segmentId = (await test.api.post<{ id: string }>('/api/v1/segments', { name: 'L', kind: 'static' })).body
      .id
    const change = (path: string, who: string) =>
      test.api
        .post(`/api/v1/segments/${segmentId}/${path}`, { people: [test.idOf(who)] })
        .then(() => test.catchUp())
    const ofList = (await add({ content: 'changes', format: 'ndjson' })).id
    expect(await told(ofList)).toEqual([])
    await change('list', 'user_id:ada')
    await change('list', 'user_id:eve')
    test.platform.clock.advance(1)
    await change('list/removals', 'user_id:eve')
    expect(await told(ofList)).toEqual(['entered ada', 'entered eve', 'left eve'])
    await change('list/removals', 'user_id:ada')
    expect(await told(ofList)).toEqual(['left ada'])
    expect(await told(ofList)).toEqual([])
  })

  it('run when it is time in their zone, and make up for the last time that was missed', async () => {
    const schedule = { every: 'day', at: '06:30', zone: 'America/New_York' }
    const { id, next_at } = await add({ schedule, path: 'latest.{format}' })
    expect(new Date(next_at ?? 0).toLocaleTimeString('en-GB', { timeZone: 'America/New_York' })).toBe(
      '06:30:00',
    )
    await work()
    expect(await runs(id)).toEqual([])
    test.platform.clock.set(Date.parse(next_at ?? '') + 75 * HOUR_MS)
    await work()
    const done = await runs(id)
    expect(done.map(({ state, slot }) => [state, slot.slice(11, 19)])).toEqual([
      ['done', next_at?.slice(11, 19)],
    ])
    expect(Date.parse(done[0]?.slot ?? '') - Date.parse(next_at ?? '')).toBe(72 * HOUR_MS)
    await work()
    expect(await runs(id)).toHaveLength(1)
    expect([...s3.files.keys()]).toEqual(['latest.csv'])
  })

  it('try again when the storage is out of order, and say a sentence when it refuses', async () => {
    const { id } = await add({})
    s3.failNext(3)
    expect(await runNow(id)).toMatchObject({
      state: 'waiting',
      error: expect.stringContaining('503 SlowDown'),
      attempts: 1,
    })
    test.platform.clock.advance(61_000)
    await work()
    expect((await runs(id))[0]).toMatchObject({ state: 'done', attempts: 2, error: null })
    const settings = { ...bucket.settings, bucket: 'nobody' }
    const wrong = (await addStorage({ ...s3Input(), settings })).body
    const other = await add({ storage_id: wrong.id })
    expect(await runNow(other.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no bucket'),
    })
    expect((await test.api.delete<Refusal>(`/api/v1/storages/${wrong.id}`)).body.error.message).toContain(
      'Did A/B',
    )
  })

  it('that were cut off are written anew under the same name, with the same changes in them', async () => {
    const { id } = await add({ content: 'changes' })
    test.platform.clock.advance(1)
    await test.api.post(url(`/${id}/runs`))
    const now = test.platform.clock.now()
    await claimRun(test.platform.db, randomUUID(), now)
    await work()
    expect((await runs(id))[0]).toMatchObject({ state: 'running' })
    test.platform.clock.advance(200_000)
    await work()
    expect((await runs(id))[0]).toMatchObject({ state: 'done', attempts: 2, rows: 2 })
    await scheduleDueRuns(test.platform.db, now)
    expect(s3.files.size).toBe(1)
  })

  it('go to a server by SFTP in one piece, into folders that are made', async () => {
    const { id } = await add({ storage_id: folder.id, path: 'in/{segment}/all.csv' })
    expect(await runNow(id)).toMatchObject({ state: 'done' })
    const before = sftp.read('in/Did-A-B/all.csv')
    expect(before.toString()).toContain('bob@example.com')
    sftp.cutAfter(10)
    expect(await runNow(id)).toMatchObject({ state: 'waiting', error: expect.stringMatching(/\.$/) })
    expect(sftp.read('in/Did-A-B/all.csv')).toEqual(before)
    sftp.cutAfter(null)
    test.platform.clock.advance(61_000)
    await work()
    expect((await runs(id))[0]).toMatchObject({ state: 'done', attempts: 2 })
  })

  it('are refused by a storage that is somebody else than before, or is not let in', async () => {
    expect(await tryStorage(folder.id)).toMatchObject({
      ok: true,
      host_key: expect.stringMatching(/^SHA256:/),
    })
    expect(await tryStorage(bucket.id)).toMatchObject({ ok: true })
    expect([...s3.files.keys(), ...sftp.files().filter((path) => path.includes('kith-test'))]).toEqual([])
    const impostor = await openTestSftp()
    const { body } = await test.api.get<{ data: FileStorage[] }>('/api/v1/storages')
    const known = body.data.find(({ id }) => id === folder.id)
    const moved = await addStorage({ ...sftpInput(), settings: { ...known?.settings, port: impostor.port } })
    expect(await tryStorage(moved.body.id)).toMatchObject({
      ok: false,
      message: expect.stringContaining('another key'),
    })
    await impostor.close()
    const stranger = await addStorage({ ...sftpInput(), secret: { password: 'wrong' } })
    expect(await tryStorage(stranger.body.id)).toMatchObject({
      ok: false,
      message: expect.stringContaining('refused this user'),
    })
    const garbled = await addStorage({ ...sftpInput(), secret: { private_key: 'no key' } })
    expect(await tryStorage(garbled.body.id)).toMatchObject({
      ok: false,
      message: expect.stringContaining('private key'),
    })
    const thief = await addStorage({ ...s3Input(), secret: { secret_access_key: 'wrong' } })
    expect(await tryStorage(thief.body.id)).toMatchObject({
      ok: false,
      message: expect.stringContaining('secret access key'),
    })
  })

  it('do not reach into a private network unless that is allowed', async () => {
    for (const storage of [bucket, folder]) {
      const { id } = await add({ storage_id: storage.id })
      await test.api.post(url(`/${id}/runs`))
      await work({ allowPrivate: false })
      expect((await runs(id))[0]).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('private network'),
      })
    }
  })

  it('keep their secrets sealed, and do not take them to another server', async () => {
    const stored = await sql`select t::text, encode(secret, 'escape') as sealed from file_storages t`.execute(
      test.platform.db,
    )
    const answers = [stored, bucket, folder, (await test.api.get('/api/v1/audit-log?limit=1000')).body]
    for (const secret of [s3.key.secret_access_key, sftp.user.password])
      expect(JSON.stringify(answers)).not.toContain(secret)
    const change = (body: object) => test.api.patch<Refusal>(`/api/v1/storages/${folder.id}`, body)
    const refused = await change({ settings: { ...folder.settings, host: 'evil.example' } })
    expect([refused.status, refused.body.error.details[0]?.field]).toEqual([400, 'secret'])
    expect((await change({ name: 'Partner 2' })).status).toBe(200)
  })

  it.each([
    ['a path out of its place', { path: '../{slot}.csv' }, 'path'],
    ['a path with an unknown part', { path: '{year}.csv' }, 'path'],
    ['a zone that is none', { schedule: { every: 'hour', zone: 'Mars/Base' } }, 'schedule.zone'],
    ['a time that is none', { schedule: { every: 'day', at: '25:00' } }, 'schedule.at'],
    ['a storage that is none', { storage_id: randomUUID() }, 'storage_id'],
    ['a format that is none', { format: 'xml' }, 'format'],
  ])('are refused with %s', async (_what, input, field) => {
    const body = { name: 'X', storage_id: bucket.id, format: 'csv', ...input }
    const { status, body: answer } = await test.api.post<Refusal>(url(), body)
    expect([status, answer.error.details[0]?.field]).toEqual([400, field])
  })

  it('end with the rights of whoever set them up', async () => {
    const { body: key } = await test.api.post<{ id: string; key: string }>('/api/v1/api-keys', {
      name: 'Program',
      scopes: ['segments:read', 'segments:write', 'people:read'],
    })
    await sql`insert into traits (name, sensitive) values ('iban', true) on conflict do nothing`.execute(
      test.platform.db,
    )
    const asKey = test.apiAs(key.key)
    const input = { name: 'X', storage_id: bucket.id, format: 'csv' }
    expect((await asKey.post(url(), { ...input, traits: ['iban'] })).status).toBe(403)
    const { body: made } = await asKey.post<SegmentExport>(url(), input)
    expect(await runNow(made.id)).toMatchObject({ state: 'done' })
    await test.api.delete(`/api/v1/api-keys/${key.id}`)
    expect(await runNow(made.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no access'),
    })
  })
})

describe('the moments of an export', () => {
  const at = (text: string) => Date.parse(text)
  it('are those of the clocks of its zone, through their changes', () => {
    const daily = { every: 'day', at: '02:30', zone: 'Europe/Berlin' } as const
    const night = nextSlot(daily, at('2026-10-24T12:00:00Z'))
    expect(new Date(night).toISOString()).toBe('2026-10-25T01:30:00.000Z')
    expect(new Date(nextSlot(daily, night)).toISOString()).toBe('2026-10-26T01:30:00.000Z')
    const weekly = { every: 'week', weekday: 1, at: '09:00', zone: 'Asia/Kolkata' } as const
    expect(new Date(nextSlot(weekly, at('2026-11-26T00:00:00Z'))).toISOString()).toBe(
      '2026-11-30T03:30:00.000Z',
    )
    const hourly = { every: 'hour', minute: 10, zone: 'Asia/Kolkata' } as const
    expect(new Date(nextSlot(hourly, at('2026-11-26T00:39:00Z'))).toISOString()).toBe(
      '2026-11-26T00:40:00.000Z',
    )
  })
})
