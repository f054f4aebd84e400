import { z } from 'zod'
import {
  automaticLinking,
  automaticSettings,
  linkageAccuracy,
  linkageModel,
  linkagePair,
  linkageRun,
  linkageSettings,
  pairDecisions,
  pairStates,
} from '../../../model/linkage.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { similarPeople, similarQuery } from '../../../model/similar-people.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { LastSeen } from '../decisions/decide.ts'
import { findEffect, switchAutomatic } from './automatic/automatic.ts'
import { decidePair, undecidePair } from './review/decide-pair.ts'
import { findModel } from './review/find-model.ts'
import { measureAccuracy } from './review/measure-accuracy.ts'
import { findPair, listPairs } from './review/list-pairs.ts'
import { readSettings, saveSettings, suggestFromPeople } from './review/settings.ts'
import { findRun, listRuns, startRun } from './runs/start-run.ts'
import { findSimilar } from './similar/find-similar.ts'

const LATEST_RUNS = 20

const byId = z.object({ id: z.uuid() })
const tags = ['Duplicates']
const settingsAnswer = z.object({ settings: linkageSettings.nullable() })
const pairsQuery = pageQuery.extend({
  state: z.enum([...pairStates, 'open']).default('open'),
  sort: z.enum(['probability', '-probability']).default('-probability'),
  /** Only pairs of this person, by a present or a former id. */
  person: z.uuid().optional(),
})

/** Probabilistic matching over the API: settings, runs, what was learned, and the pairs to review. */
export function addLinkageRoutes(app: App, platform: Platform, lastSeenOf: LastSeen): void {
  addSettingsRoutes(app, platform)
  addRunRoutes(app, platform)
  addPairRoutes(app, platform)
  addPairDecisions(app, platform, lastSeenOf)
  addAutomaticRoutes(app, platform)
  addSimilarRoute(app, platform)
}

function addSettingsRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/linkage/settings',
    {
      config: { permission: 'duplicates:read' },
      schema: {
        response: { 200: settingsAnswer },
        tags,
        summary: 'How people are matched; null: as suggested',
      },
    },
    async () => ({ settings: await readSettings(platform.db) }),
  )
  app.put(
    '/api/v1/linkage/settings',
    {
      config: { permission: 'duplicates:write' },
      schema: {
        body: settingsAnswer,
        response: { 200: settingsAnswer },
        tags,
        summary: 'Change how people are matched',
      },
    },
    async ({ actor, body }) => {
      await saveSettings(platform, actor, body.settings)
      return body
    },
  )
  app.post(
    '/api/v1/linkage/settings/suggestion',
    {
      config: { permission: 'duplicates:read' },
      schema: {
        response: { 200: settingsAnswer },
        tags,
        summary: 'Settings suggested from the people there are',
      },
    },
    async () => ({ settings: await suggestFromPeople(platform) }),
  )
}

function addRunRoutes(app: App, platform: Platform): void {
  app.post(
    '/api/v1/linkage/runs',
    {
      config: { permission: 'duplicates:write' },
      schema: { response: { 202: linkageRun }, tags, summary: 'Look for duplicates among all people' },
    },
    async ({ actor }, reply) => reply.status(202).send(await startRun(platform, actor)),
  )
  app.get(
    '/api/v1/linkage/runs',
    {
      config: { permission: 'duplicates:read' },
      schema: { response: { 200: pageOf(linkageRun) }, tags, summary: 'The latest runs, newest first' },
    },
    async () => ({ data: await listRuns(platform.db, LATEST_RUNS), next: null }),
  )
  app.get(
    '/api/v1/linkage/runs/:id',
    {
      config: { permission: 'duplicates:read' },
      schema: { params: byId, response: { 200: linkageRun }, tags, summary: 'How far a run is' },
    },
    async ({ params }) => findRun(platform.db, params.id),
  )
  app.get(
    '/api/v1/linkage/model',
    {
      config: { permission: 'duplicates:read' },
      schema: {
        response: { 200: linkageModel },
        tags,
        summary: 'What the latest run learned, by field and level',
      },
    },
    async () => findModel(platform.db),
  )
  app.get(
    '/api/v1/linkage/accuracy',
    {
      config: { permission: 'duplicates:read' },
      schema: {
        response: { 200: linkageAccuracy },
        tags,
        summary: 'Precision and recall against what was decided',
      },
    },
    async () => measureAccuracy(platform.db),
  )
}

function addPairRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/linkage/pairs',
    {
      config: { permission: 'duplicates:read' },
      schema: {
        querystring: pairsQuery,
        response: { 200: pageOf(linkagePair) },
        tags,
        summary: 'Possible duplicates, of everybody or of one person',
      },
    },
    async ({ actor, query }) => listPairs(platform.db, actor, query),
  )
  app.get(
    '/api/v1/linkage/pairs/:id',
    {
      config: { permission: 'duplicates:read' },
      schema: {
        params: byId,
        response: { 200: linkagePair },
        tags,
        summary: 'A pair, with what speaks for and against',
      },
    },
    async ({ actor, params }) => findPair(platform.db, actor, params.id),
  )
}

function addPairDecisions(app: App, platform: Platform, lastSeenOf: LastSeen): void {
  const config = { permission: 'duplicates:write' } as const
  const response = { 200: linkagePair }
  app.post(
    '/api/v1/linkage/pairs/:id/decision',
    {
      config,
      schema: {
        params: byId,
        body: z.object({ decision: z.enum(pairDecisions) }),
        response,
        tags,
        summary: 'Say whether two people are one: the same are merged, the different kept apart',
      },
    },
    async ({ actor, params, body }) =>
      decidePair({ platform, actor, lastSeenOf }, { id: params.id, decision: body.decision }),
  )
  app.delete(
    '/api/v1/linkage/pairs/:id/decision',
    {
      config,
      schema: { params: byId, response, tags, summary: 'Take back what was said of a pair, and its merge' },
    },
    async ({ actor, params }) => undecidePair({ platform, actor, lastSeenOf }, params.id),
  )
}

function addAutomaticRoutes(app: App, platform: Platform): void {
  const path = '/api/v1/linkage/automatic'
  const response = { 200: automaticLinking }
  app.get(
    path,
    {
      config: { permission: 'duplicates:read' },
      schema: {
        response,
        tags,
        summary:
          'Whether the surest pairs are linked without being asked about, and which these would be now',
      },
    },
    async ({ actor }) => findEffect(platform.db, actor),
  )
  app.put(
    path,
    {
      config: { permission: 'duplicates:write' },
      schema: {
        body: automaticSettings,
        response,
        tags,
        summary: 'Let the surest pairs be linked without being asked about, or not',
      },
    },
    async ({ actor, body }) => {
      await switchAutomatic(platform, actor, body)
      return findEffect(platform.db, actor)
    },
  )
}

function addSimilarRoute(app: App, { db }: Platform): void {
  app.post(
    '/api/v1/people/similar',
    {
      config: { permission: 'people:read' },
      schema: {
        body: similarQuery,
        response: { 200: similarPeople },
        tags,
        summary: 'Who may be there already of what is known of somebody new',
        description:
          'At most five, surest first: who has the address or number, then whom the last search for duplicates would have proposed, with its probability, then who has almost the same name.',
      },
    },
    async ({ actor, body }) => ({ data: await findSimilar(db, actor, body) }),
  )
}
