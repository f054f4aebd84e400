import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { deal } from '../../../model/deal.ts'
import { pageOf } from '../../../model/page.ts'
import { rightsFor } from '../../../model/rights.ts'
import {
  forecast,
  salesDealsFileQuery,
  salesDealsQuery,
  salesQuery,
  salesReport,
} from '../../../model/sales.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor, App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { dealsBehindCsv, listDealsBehind } from './deals-behind.ts'
import { forecastCsv } from './forecast-csv.ts'
import { readForecast } from './forecast.ts'
import { reportCsv } from './report-csv.ts'
import { readSalesReport } from './sales-report.ts'

const config = { permission: 'deals:read' } as const
const tags = ['Sales insight']
const file = z.string()

/** How selling goes, what will close, and the deals behind each number. */
export function addSalesRoutes(app: App, platform: Platform): void {
  addReports(app, platform)
  addFiles(app, platform)
}

function addReports(app: App, platform: Platform): void {
  app.get(
    '/api/v1/insights/sales',
    {
      config,
      schema: {
        querystring: salesQuery,
        response: { 200: salesReport },
        tags,
        summary: 'Win rate, cycle, pipeline, conversion, reasons, owners and activities of a period',
        description: 'Of the deals that you may see. Every number can be opened with /insights/sales/deals.',
      },
    },
    ({ query, actor }) => readSalesReport(platform, actor, query),
  )
  app.get(
    '/api/v1/insights/sales/deals',
    {
      config,
      schema: {
        querystring: salesDealsQuery,
        response: { 200: pageOf(deal) },
        tags,
        summary: 'The deals behind a number of the report or the forecast',
      },
    },
    ({ query, actor }) => listDealsBehind(platform, actor, query),
  )
  app.get(
    '/api/v1/insights/forecast',
    {
      config,
      schema: {
        querystring: salesQuery,
        response: { 200: forecast },
        tags,
        summary: 'What was won in a period and what may still close in it, by category, against quotas',
      },
    },
    ({ query, actor }) => readForecast(platform, actor, query),
  )
}

function addFiles(app: App, platform: Platform): void {
  app.get(
    '/api/v1/insights/sales.csv',
    {
      config,
      schema: { querystring: salesQuery, response: { 200: file }, tags, summary: 'The report as CSV' },
    },
    async ({ query, actor }, reply) =>
      asFile(reply, 'sales').send(reportCsv(await readSalesReport(platform, actor, query))),
  )
  app.get(
    '/api/v1/insights/forecast.csv',
    {
      config,
      schema: { querystring: salesQuery, response: { 200: file }, tags, summary: 'The forecast as CSV' },
    },
    async ({ query, actor }, reply) =>
      asFile(reply, 'forecast').send(forecastCsv(await readForecast(platform, actor, query))),
  )
  app.get(
    '/api/v1/insights/sales/deals.csv',
    {
      config,
      schema: { querystring: salesDealsFileQuery, tags, summary: 'The deals behind a number as CSV' },
    },
    async ({ query, actor }, reply) => {
      requireExport(actor)
      return asFile(reply, 'deals').send(Readable.from(await dealsBehindCsv(platform, actor, query)))
    },
  )
}

function requireExport({ grants }: Actor): void {
  if (rightsFor(grants.rights, 'deals').export === 'none')
    throw fail('forbidden', 'Your role does not let you export deals. Ask an administrator.')
}

function asFile<Reply extends Pick<FastifyReply, 'type' | 'header'>>(reply: Reply, name: string): Reply {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`)
  return reply
}
