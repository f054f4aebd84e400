import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { User } from '../../../model/access.ts'
import type { Deal, DealInput, Pipeline } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import type { Rights } from '../../../model/rights.ts'
import type { Role } from '../../../model/role.ts'
import type { FigureDetails, Forecast, SalesQuery, SalesReport } from '../../../model/sales.ts'
import { createFirstAccess, registerAccess } from '../../access/index.ts'
import { createFirstPipeline, registerCrmRoutes } from '../../crm/index.ts'
import type { App } from '../../platform/http/index.ts'
import type { Mail, MailServer } from '../../platform/mail/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type TestPlatform,
} from '../../platform/testing/index.ts'
import { registerInsightRoutes } from '../index.ts'

const KEY = 'a-key-with-every-permission'
const PASSWORD = 'correct horse battery'

/** The server with deals and insight, and the first pipeline. */
export type TestSales = {
  platform: TestPlatform
  app: App
  mail: Mail
  api: Api
  sales: Pipeline
  company: string
  stage(name: string): string
  deal(input: Partial<DealInput>): Promise<Deal>
  move(deal: Deal, stage: string): Promise<Deal>
  report(query?: SalesQuery, as?: Api): Promise<SalesReport>
  forecast(query?: SalesQuery, as?: Api): Promise<Forecast>
  /** All deals behind a number. */
  behind(query: SalesQuery & FigureDetails, as?: Api): Promise<Deal[]>
  /** A colleague with a role of these rights, and the API as they see it. */
  colleague(name: string, rights: Rights): Promise<{ id: string; api: Api }>
  close(): Promise<void>
}

/** Opens it on an engine. */
export async function openTestSales(
  engine: Engine,
  options: { mailServer?: MailServer } = {},
): Promise<TestSales> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp()
  const { mail } = registerAccess(app, platform, options)
  registerCrmRoutes(app, platform, { mail })
  registerInsightRoutes(app, platform, mail)
  await createFirstAccess(platform, { apiKey: KEY })
  await createFirstPipeline(platform)
  const api = injectAs(app, KEY)
  const [sales] = await expectOk(api.get<{ data: Pipeline[] }>('/api/v1/pipelines')).then(({ data }) => data)
  if (!sales) throw new Error('There is no first pipeline.')
  const company = await makeCompany(platform, 'Acme')
  const stage = (name: string) => sales.stages.find((one) => one.name === name)?.id ?? ''
  return {
    platform,
    app,
    mail,
    api,
    sales,
    company,
    stage,
    deal: (input) =>
      expectOk(api.post<Deal>('/api/v1/deals', { name: 'Deal', company_id: company, ...input })),
    move: ({ id }, name) => expectOk(api.patch<Deal>(`/api/v1/deals/${id}`, { stage_id: stage(name) })),
    report: (query = {}, as = api) =>
      expectOk(as.get<SalesReport>(`/api/v1/insights/sales?${paramsOf(query)}`)),
    forecast: (query = {}, as = api) =>
      expectOk(as.get<Forecast>(`/api/v1/insights/forecast?${paramsOf(query)}`)),
    async behind(query, as = api) {
      const page = await expectOk(
        as.get<Page<Deal>>(`/api/v1/insights/sales/deals?limit=1000&${paramsOf(query)}`),
      )
      return page.data
    },
    colleague: (name, rights) => makeColleague(app, api, name, rights),
    async close() {
      await app.close()
      await platform.close()
    },
  }
}

/** Makes a company. */
export async function makeCompany({ db }: TestPlatform, name: string): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into companies (id, group_id, name, search, first_seen, last_seen)
    values (${id}, ${id}, ${name}, ${name.toLowerCase()}, now(), now())`.execute(db)
  return id
}

async function makeColleague(
  app: App,
  api: Api,
  name: string,
  rights: Rights,
): Promise<{ id: string; api: Api }> {
  const role = await expectOk(
    api.post<Role>('/api/v1/roles', { name: `Role of ${name}`, rights, permissions: ['activities:read'] }),
  )
  const email = `${name.toLowerCase()}@example.com`
  const user = await expectOk(
    api.post<User>('/api/v1/users', { name, email, password: PASSWORD, roles: [role.id] }),
  )
  const { headers } = await injectAs(app, null).post('/api/v1/session', { email, password: PASSWORD })
  const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? ''
  return { id: user.id, api: injectAs(app, null, { cookie, 'sec-fetch-site': 'same-origin' }) }
}

function paramsOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return new URLSearchParams(Object.fromEntries(given.map(([key, value]) => [key, String(value)]))).toString()
}

async function expectOk<Body>(answering: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await answering
  if (status >= 300) throw new Error(`The API answered ${status}: ${JSON.stringify(body)}`)
  return body
}
