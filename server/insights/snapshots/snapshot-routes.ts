import { z } from 'zod'
import {
  changedDeal,
  changedDealsQuery,
  forecastChanges,
  forecastChangesQuery,
  snapshot,
  snapshotSettings,
} from '../../../model/forecast-changes.ts'
import { pageOf } from '../../../model/page.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changesCsv } from './changes-csv.ts'
import { findSnapshots } from './find-snapshots.ts'
import { listChangedDeals } from './list-changed-deals.ts'
import { readForecastChanges } from './read-changes.ts'
import { findSnapshotSettings, setSnapshotSettings } from './snapshot-settings.ts'

const config = { permission: 'deals:read' } as const
const tags = ['Sales insight']
const file = z.string()

/** What changed about the forecast since a week began, and the snapshots that tell it. */
export function addSnapshotRoutes(app: App, platform: Platform): void {
  addChanges(app, platform)
  addSnapshots(app, platform)
}

function addChanges(app: App, platform: Platform): void {
  app.get(
    '/api/v1/insights/forecast/changes',
    {
      config,
      schema: {
        querystring: forecastChangesQuery,
        response: { 200: forecastChanges },
        tags,
        summary: 'What changed about the open pipeline of a period since a snapshot',
        description:
          'Step by step: opening + added + raised … + won + lost = closing, in deals and in money; what goes out is negative. Of the deals that you may see today. Without `since` since the last snapshot, without `until` until now.',
      },
    },
    ({ query, actor }) => readForecastChanges(platform, actor, query),
  )
  app.get(
    '/api/v1/insights/forecast/changes.csv',
    {
      config,
      schema: {
        querystring: forecastChangesQuery,
        response: { 200: file },
        tags,
        summary: 'What changed about the open pipeline, as CSV',
      },
    },
    async ({ query, actor }, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="forecast-changes.csv"')
        .send(changesCsv(await readForecastChanges(platform, actor, query))),
  )
  app.get(
    '/api/v1/insights/forecast/changes/deals',
    {
      config,
      schema: {
        querystring: changedDealsQuery,
        response: { 200: pageOf(changedDeal) },
        tags,
        summary: 'The deals behind a step, as they were and as they are',
      },
    },
    ({ query, actor }) => listChangedDeals(platform, actor, query),
  )
}

function addSnapshots(app: App, platform: Platform): void {
  app.get(
    '/api/v1/insights/forecast/snapshots',
    {
      config,
      schema: {
        response: { 200: z.object({ data: z.array(snapshot), next: z.null() }) },
        tags,
        summary: 'The weeks whose start was kept, the last one first',
      },
    },
    async () => ({
      data: (await findSnapshots(platform.db)).map(({ week, taken_at }) => ({ week, taken_at })),
      next: null,
    }),
  )
  app.get(
    '/api/v1/insights/forecast/settings',
    {
      config,
      schema: { response: { 200: snapshotSettings }, tags, summary: 'When the weeks of the forecast begin' },
    },
    () => findSnapshotSettings(platform.db),
  )
  app.put(
    '/api/v1/insights/forecast/settings',
    {
      config: { permission: 'quotas:write' },
      schema: {
        body: snapshotSettings,
        response: { 200: snapshotSettings },
        tags,
        summary: 'Let the weeks of the forecast begin on another day or in another time zone',
      },
    },
    ({ body, actor }) => setSnapshotSettings(platform, actor, body),
  )
}
