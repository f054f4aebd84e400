import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileMapping, Import, ImportOutcome, ImportRow } from '../../../model/import.ts'
import type { Page } from '../../../model/page.ts'
import type { App } from '../../platform/http/index.ts'
import { createFirstAccess, registerAccess } from '../../access/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type TestPlatform,
} from '../../platform/testing/index.ts'
import { createFirstPipeline } from '../pipelines/first-pipeline.ts'
import { registerCrmRoutes } from '../register-crm-routes.ts'
import { registerImportRoutes } from './import-routes.ts'
import type { Job } from './manage/job.ts'
import { workOnce } from './manage/start-import-jobs.ts'

const KEY = 'a-key-with-every-permission'

/** The server with this module, and a worker that works when the test says so. */
export type TestImport = {
  platform: TestPlatform
  api: Api
  inject: App['inject']
  /** The API as somebody with this key. */
  as(key: string): Api
  job: Job
  /** Uploads files and reads them; the first begins the import. */
  upload(files: Record<string, string | Buffer>): Promise<Import>
  /** Does what waits until nothing does; gives the import. */
  work(id: string): Promise<Import>
  map(of: Import, ...changes: Partial<FileMapping>[]): Promise<Import>
  check(id: string): Promise<Import>
  run(id: string): Promise<Import>
  undo(id: string): Promise<Import>
  rows(id: string, outcome?: ImportOutcome): Promise<ImportRow[]>
  close(): Promise<void>
}

/** Opens it on an engine. */
export async function openTestImport(engine: Engine): Promise<TestImport> {
  const platform = await openTestPlatform(engine)
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-import-'))
  const app = await openTestHttp()
  const { mail } = registerAccess(app, platform, {})
  registerCrmRoutes(app, platform, { mail })
  registerImportRoutes(app, platform, { folder })
  await createFirstAccess(platform, { apiKey: KEY })
  await createFirstPipeline(platform)
  const api = injectAs(app, KEY)
  const job: Job = { platform, folder, worker: randomUUID() }
  const work = async (id: string) => {
    const attempts = new Map<string, number>()
    while ((await workOnce(job, attempts)) !== 'idle');
    return (await api.get<Import>(`/api/v1/imports/${id}`)).body
  }
  const step = (name: string) => async (id: string) => {
    const { status, body } = await api.post(`/api/v1/imports/${id}/${name}`)
    if (status !== 202) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`)
    return work(id)
  }
  const send = async (url: string, content: string | Buffer) => work(await sendFile(app, url, content))
  return {
    platform,
    api,
    inject: app.inject.bind(app),
    as: (key) => injectAs(app, key),
    job,
    work,
    check: step('dry-run'),
    run: step('run'),
    undo: step('undo'),
    async upload(files) {
      let made: Import | null = null
      for (const [name, content] of Object.entries(files)) {
        const path = made ? `/api/v1/imports/${made.id}/files` : '/api/v1/imports'
        made = await send(`${path}?name=${encodeURIComponent(name)}`, content)
      }
      if (!made) throw new Error('Give at least one file.')
      return made
    },
    async map({ id, files }, ...changes) {
      const mapping = { files: files.map((file, place) => ({ ...file.mapping, ...changes[place] })) }
      const { status, body } = await api.put<Import>(`/api/v1/imports/${id}/mapping`, mapping)
      if (status !== 200) throw new Error(`Mapping answered ${status}: ${JSON.stringify(body)}`)
      return body
    },
    async rows(id, outcome) {
      const query = outcome ? `&outcome=${outcome}` : ''
      return (await api.get<Page<ImportRow>>(`/api/v1/imports/${id}/rows?limit=1000${query}`)).body.data
    },
    async close() {
      await app.close()
      await platform.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function sendFile(app: App, url: string, payload: string | Buffer): Promise<string> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/octet-stream' }
  const answer = await app.inject({ method: 'POST', url, headers, payload })
  if (answer.statusCode >= 300) throw new Error(`Uploading answered ${answer.statusCode}: ${answer.body}`)
  return answer.json<Import>().id
}
