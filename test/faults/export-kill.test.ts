import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../model/page.ts'
import type { SegmentExport, SegmentExportRun } from '../../model/segment-export.ts'
import type { Segment } from '../../model/segment.ts'
import { openTestSftp, type TestSftp } from '../../server/platform/test-providers/index.ts'
import { openKith, type Kith } from './killed-kith.ts'

const PEOPLE = 4_000
const PER_BATCH = 500
const RUNS = 2
const PATIENCE_MS = 90_000
const TIMEOUT_MS = 4 * 60_000

describe('an export to a storage under SIGKILL', { timeout: TIMEOUT_MS }, () => {
  let folder: string
  let sftp: TestSftp
  let runs: SegmentExportRun[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-export-kill-'))
    sftp = await openTestSftp()
    const kith = await openKith(folder, undefined, { KITH_ALLOW_PRIVATE_DESTINATIONS: 'true' })
    await kith.start()
    const segment = await everybody(kith)
    const storage = await kith.call<{ id: string }>('POST', '/storages', {
      name: 'Partner',
      kind: 'sftp',
      settings: { host: sftp.host, port: sftp.port, username: sftp.user.username },
      secret: { password: sftp.user.password },
    })
    const path = `/segments/${segment}/exports`
    const { id } = await kith.call<SegmentExport>('POST', path, {
      name: 'All',
      storage_id: storage.id,
      format: 'csv',
      content: 'members',
      traits: ['about'],
      path: 'out/{slot}.{format}',
    })
    const readRuns = () => kith.call<Page<SegmentExportRun>>('GET', `${path}/${id}/runs?limit=100`)
    for (let run = 0; run < RUNS; run++) {
      await kith.call('POST', `${path}/${id}/runs`, {})
      // While the file is being written.
      await until(async () => sftp.files().some((file) => file.endsWith('.part')), 1)
      await kith.kill()
      await kith.start()
      await until(async () => (await readRuns()).data.every(({ state }) => state === 'done'))
    }
    runs = (await readRuns()).data
    await kith.stop()
  }, TIMEOUT_MS)
  afterAll(async () => {
    await sftp.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('loses no run, and begins the one that was cut off again', () => {
    expect(runs).toHaveLength(RUNS)
    for (const { state, rows, attempts } of runs)
      expect({ state, rows, attempts }).toEqual({ state: 'done', rows: PEOPLE, attempts: 2 })
  })

  it('leaves the whole file of each run, and nothing half', () => {
    expect(sftp.files().toSorted()).toEqual(runs.map(({ file }) => file ?? '').toSorted())
    for (const file of sftp.files()) {
      const lines = sftp.read(file).toString().trimEnd().split('\r\n')
      expect(new Set(lines).size).toBe(PEOPLE + 1)
    }
  })
})

async function everybody(kith: Kith): Promise<string> {
  for (let at = 0; at < PEOPLE; at += PER_BATCH) {
    const batch = Array.from({ length: PER_BATCH }, (_, index) => ({
      type: 'identify',
      userId: `user-${at + index}`,
      messageId: `message-${at + index}`,
      traits: { about: `Number ${at + index} `.repeat(20) },
    }))
    const answer = await fetch(`${kith.url}/v1/batch`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${kith.writeKey}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ batch }),
    })
    if (!answer.ok) throw new Error(`A batch was answered ${answer.status}.`)
  }
  const comparison = { field: 'about', operator: 'set' }
  const { id } = await kith.call<Segment>('POST', '/segments', {
    name: 'Everybody',
    definition: { conditions: [{ kind: 'trait', comparison }] },
  })
  await until(async () => {
    const { state, size } = await kith.call<Segment>('GET', `/segments/${id}`)
    return state === 'live' && size === PEOPLE
  })
  return id
}

async function until(isSo: () => Promise<boolean>, everyMs = 100): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(everyMs)) if (await isSo()) return
  throw new Error('It took too long.')
}
