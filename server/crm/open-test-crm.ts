import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { OutgoingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { BoardColumn, Deal, DealChange, DealInput, Pipeline } from '../../model/deal.ts'
import type { JsonObject } from '../../model/json.ts'
import { createFirstAccess, registerAccess, type AccessOptions } from '../access/index.ts'
import type { App } from '../platform/http/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { createFirstPipeline, openFiles, registerCrmRoutes } from './index.ts'
import { listPipelines } from './pipelines/find-pipelines.ts'

const KEY = 'a-key-with-every-permission'
const TEST_QUOTA_BYTES = 100_000
export const PASSWORD = 'correct horse battery'

export type TestPage = { status: number; body: string; headers: OutgoingHttpHeaders }
export type Told = { type: string; payload: JsonObject }

/** The server with access and this module, and the first pipeline. */
export type TestCrm = {
  platform: TestPlatform
  /** Where files lie. */
  files: string
  api: Api
  sales: Pipeline
  /** The id of a stage of the first pipeline. */
  stage(name: string): string
  /** Makes a person of these identifiers, oldest first: `person('anonymous_id:a1', 'email:ada@example.com')`. */
  person(...identifiers: string[]): Promise<string>
  company(name: string): Promise<string>
  /** The API as a user sees it who signs in with the password of all tests. */
  signIn(email: string): Promise<Api>
  /** The API as somebody with this key. */
  as(key: string): Api
  /** A page as a stranger's browser has it; with what a form on a page sends. */
  page(path: string, form?: Record<string, string>): Promise<TestPage>
  deal(input: Partial<DealInput>): Promise<Deal>
  change(id: string, change: DealChange): Promise<Deal>
  /** The names of the cards of a column, from the top. */
  column(stage: string): Promise<string[]>
  /** What was published since it was last asked. */
  told(): Promise<Told[]>
  /** What the audit log has of a deal, oldest first. */
  audited(dealId: string): Promise<{ action: string; details: object }[]>
  close(): Promise<void>
}

/** Opens it on an engine; `mailServer` is where its mail goes. */
export async function openTestCrm(
  engine: Engine,
  { mailServer }: Pick<AccessOptions, 'mailServer'> = {},
): Promise<TestCrm> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp()
  const { mail } = registerAccess(app, platform, { mailServer })
  registerCrmRoutes(app, platform, { mail })
  const dataDir = join(tmpdir(), `kith-files-${randomUUID()}`)
  openFiles(app, platform, { dataDir, filesQuotaBytes: TEST_QUOTA_BYTES })
  await createFirstAccess(platform, { apiKey: KEY })
  await createFirstPipeline(platform)
  const [sales] = await listPipelines(platform.db)
  if (!sales) throw new Error('There is no first pipeline.')
  const api = injectAs(app, KEY)
  return {
    platform,
    files: join(dataDir, 'files'),
    api,
    sales,
    stage: (name) => stageOf(sales, name),
    person: (...identifiers) => makePerson(platform, identifiers),
    company: (name) => makeCompany(platform, name),
    as: (key) => injectAs(app, key),
    signIn: (email) => signIn(app, email),
    async page(path, form) {
      const sent = form && {
        method: 'POST' as const,
        payload: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }
      const { statusCode, body, headers } = await app.inject({ url: path, ...sent })
      return { status: statusCode, body, headers }
    },
    async deal(input) {
      const { status, body } = await api.post<Deal>('/api/v1/deals', { name: 'Deal', ...input })
      if (status !== 201) throw new Error(`Making a deal answered ${status}: ${JSON.stringify(body)}`)
      return body
    },
    async change(id, change) {
      const { status, body } = await api.patch<Deal>(`/api/v1/deals/${id}`, change)
      if (status !== 200) throw new Error(`Changing a deal answered ${status}: ${JSON.stringify(body)}`)
      return body
    },
    async column(stage) {
      const { body } = await api.get<{ data: BoardColumn[] }>(`/api/v1/deals/board?pipeline=${sales.id}`)
      return body.data.find((one) => one.stage.name === stage)?.deals.map(({ name }) => name) ?? []
    },
    told: () => takeNews(platform),
    audited: (dealId) => auditOf(platform, dealId),
    async close() {
      await app.close()
      await platform.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function signIn(app: App, email: string): Promise<Api> {
  const { headers } = await injectAs(app, null).post('/api/v1/session', { email, password: PASSWORD })
  const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? ''
  return injectAs(app, null, { cookie, 'sec-fetch-site': 'same-origin' })
}

function stageOf({ stages }: Pipeline, name: string): string {
  const stage = stages.find((one) => one.name === name)
  if (!stage) throw new Error(`There is no stage ${name}.`)
  return stage.id
}

async function makePerson({ db }: TestPlatform, identifiers: string[]): Promise<string> {
  const ids = identifiers.map(() => randomUUID())
  const [person = ''] = ids
  for (const [place, text] of identifiers.entries()) {
    const [type, value] = text.split(':')
    await sql`
      insert into identifiers (id, type, value, person_id, first_seen)
      values (${ids[place]}, ${type}, ${value}, ${person}, ${new Date(place * 1000)})`.execute(db)
  }
  await sql`
    insert into people (id, name, search, first_seen, last_seen)
    values (${person}, ${identifiers[0]}, ${identifiers.join(' ').toLowerCase()}, now(), now())`.execute(db)
  return person
}

async function makeCompany({ db }: TestPlatform, name: string): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into companies (id, group_id, name, search, first_seen, last_seen)
    values (${id}, ${id}, ${name}, ${name.toLowerCase()}, now(), now())`.execute(db)
  return id
}

async function takeNews({ db }: TestPlatform): Promise<Told[]> {
  const { rows } = await sql<Told & { id: number }>`
    with taken as (delete from outbox returning id, type, payload)
    select * from taken where type not in ('deals.changed', 'companies.changed', 'companies.joined', 'people.due') order by id`.execute(
    db,
  )
  return rows.map(({ type, payload }) => ({ type, payload }))
}

async function auditOf({ db }: TestPlatform, dealId: string) {
  const { rows } = await sql<{ action: string; details: object }>`
    select action, details from audit_log where subject_type = 'deal' and subject_id = ${dealId} order by id`.execute(
    db,
  )
  return rows
}
