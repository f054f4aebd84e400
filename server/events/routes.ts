import { z } from 'zod'
import { eventTypes } from '../../model/event-types.ts'
import { volume, volumeIntervals } from '../../model/home.ts'
import { pageOf, pageQuery } from '../../model/page.ts'
import { explanation, timelineEvent } from '../../model/person.ts'
import { MAX_TRAIT_NAME, traitHistory } from '../../model/trait.ts'
import { explainPerson } from '../people/index.ts'
import { fail } from '../platform/errors.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { companyTimeline } from './company-timeline.ts'
import { evidenceCounts } from './evidence-counts.ts'
import { eventNames } from './event-names.ts'
import { eventVolume } from './event-volume.ts'
import { personTimeline } from './person-timeline.ts'
import { openSourceNames, type SourceNames } from './source-names.ts'
import { listTraitHistory } from './trait-history.ts'

const DEFAULT_RANGE_MS = 24 * 60 * 60_000

const tags = ['Events']
const byId = z.object({ id: z.uuid() })
const timelineQuery = pageQuery.extend({ type: z.enum(eventTypes).optional() })
const volumeQuery = z.object({
  interval: z.enum(volumeIntervals).default('hour'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
const namesAnswer = z.object({
  data: z.array(z.object({ name: z.string(), count: z.number() })),
  next: z.null(),
})

/** Timelines, and what happens how often. */
export function registerEventRoutes(app: App, platform: Platform): void {
  const sources = openSourceNames(platform.db)
  addTimelines(app, platform, sources)
  addTraitHistory(app, platform, sources)
  addExplanation(app, platform)
  addCounts(app, platform)
}

function addTimelines(app: App, platform: Platform, sources: SourceNames): void {
  const schema = { querystring: timelineQuery, params: byId, response: { 200: pageOf(timelineEvent) }, tags }
  app.get(
    '/api/v1/people/:id/timeline',
    {
      config: { permission: 'events:read' },
      schema: { ...schema, summary: 'What a person did, newest first; former ids are followed' },
    },
    async ({ actor, params, query }) =>
      found('person', await personTimeline(platform, actor, { sources, ...params, ...query })),
  )
  app.get(
    '/api/v1/companies/:id/timeline',
    {
      config: { permission: 'events:read' },
      schema: { ...schema, summary: 'What happened for a company, newest first' },
    },
    async ({ actor, params, query }) =>
      found('company', await companyTimeline(platform, actor, { sources, ...params, ...query })),
  )
}

function addTraitHistory(app: App, platform: Platform, sources: SourceNames): void {
  app.get(
    '/api/v1/people/:id/traits/:trait/history',
    {
      config: { permission: 'people:read' },
      schema: {
        params: byId.extend({ trait: z.string().min(1).max(MAX_TRAIT_NAME) }),
        querystring: pageQuery,
        response: { 200: traitHistory },
        tags: ['People'],
        summary: 'Every value that a trait of a person had, newest first',
      },
    },
    async ({ actor, params, query }) =>
      found('person', await listTraitHistory(platform, actor, { ...params, ...query, sources })),
  )
}

function addExplanation(app: App, { db, warehouse }: Platform): void {
  app.get(
    '/api/v1/people/:id/explanation',
    {
      config: { permission: 'people:read' },
      schema: {
        params: byId,
        response: { 200: explanation },
        tags: ['People'],
        summary: 'Why this is one person',
      },
    },
    async ({ actor, params: { id } }) =>
      found(
        'person',
        await explainPerson(db, actor, { id, countEvidence: (owners) => evidenceCounts(warehouse, owners) }),
      ),
  )
}

function addCounts(app: App, { warehouse, clock }: Platform): void {
  app.get(
    '/api/v1/events/volume',
    {
      config: { permission: 'events:read' },
      schema: { querystring: volumeQuery, response: { 200: volume }, tags, summary: 'Events over time' },
    },
    async ({ query }) => {
      const to = query.to ? Date.parse(query.to) : clock.now()
      const from = query.from ? Date.parse(query.from) : to - DEFAULT_RANGE_MS
      return eventVolume(warehouse, { interval: query.interval, from, to })
    },
  )
  app.get(
    '/api/v1/events/names',
    {
      config: { permission: 'events:read' },
      schema: { response: { 200: namesAnswer }, tags, summary: 'Names of events, most frequent first' },
    },
    async () => ({ data: await eventNames(warehouse), next: null }),
  )
}

function found<T>(what: string, value: T | null): T {
  if (value === null) throw fail('not_found', `There is no ${what} with this id.`)
  return value
}
