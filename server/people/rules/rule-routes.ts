import { z } from 'zod'
import {
  connectedIdentifier,
  identifierReview,
  identityApplication,
  identityDraft,
  identityDraftInput,
  identityRollback,
  identityRulesVersion,
  identityRulesVersionRow,
} from '../../../model/identity-rules.ts'
import { connectedLists } from '../../../model/identity-lists.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { LastSeen } from '../decisions/decide.ts'
import { applyDraft, rollBack } from './adopt-rules.ts'
import { cancelEvaluation, discardDraft, findDraft, saveDraft, startEvaluation } from './drafts.ts'
import { listConnected } from './list-connected.ts'
import { forgetReview, reviewIdentifier } from './review-identifier.ts'
import { requireEverybody, visibleDraft } from './visible-people.ts'
import { currentVersion, findVersion, listVersions } from './rule-versions.ts'

const tags = ['Identity']
const read = { permission: 'people:read' } as const
const write = { permission: 'identity:write' } as const
const byId = z.object({ id: z.uuid() })
const byVersion = z.object({ version: z.coerce.number().int().min(0) })

/** The rules of who is who: what holds, the draft and its effect, versions, and over-connected identifiers. */
export function registerRuleRoutes(app: App, platform: Platform, lastSeenOf: LastSeen): void {
  addVersions(app, platform)
  addApplications(app, platform)
  addDraft(app, platform)
  addEvaluation(app, platform)
  addReviews(app, platform, lastSeenOf)
}

function addVersions(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/identity-rules',
    {
      config: read,
      schema: {
        response: { 200: z.object({ current: identityRulesVersion, draft: identityDraft.nullable() }) },
        tags,
        summary: 'The rules that hold, and the draft',
      },
    },
    async ({ actor }) => ({
      current: await findVersion(db, await currentVersion(db)),
      draft: visibleDraft(actor, await findDraft(db)),
    }),
  )
  app.get(
    '/api/v1/identity-rules/versions',
    {
      config: read,
      schema: {
        querystring: pageQuery.extend({ cursor: z.coerce.number().int().min(0).optional() }),
        response: { 200: pageOf(identityRulesVersionRow) },
        tags,
        summary: 'Versions of the rules, newest first',
      },
    },
    async ({ query: { limit, cursor } }) => {
      const data = await listVersions(db, { limit, before: cursor ?? null })
      const last = data.at(-1)?.version ?? 0
      return { data, next: last > 0 ? String(last) : null }
    },
  )
  app.get(
    '/api/v1/identity-rules/versions/:version',
    {
      config: read,
      schema: {
        params: byVersion,
        response: { 200: identityRulesVersion },
        tags,
        summary: 'The rules of a version',
      },
    },
    ({ params }) => findVersion(db, params.version),
  )
}

function addApplications(app: App, { db }: Platform): void {
  const response = { 201: identityRulesVersion }
  app.post(
    '/api/v1/identity-rules/versions',
    {
      config: write,
      schema: {
        body: identityApplication,
        response,
        tags,
        summary: 'Apply the draft whose effect was looked at',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await applyDraft(db, actor, body)),
  )
  app.post(
    '/api/v1/identity-rules/rollbacks',
    {
      config: write,
      schema: {
        body: identityRollback,
        response,
        tags,
        summary: 'Have the rules of an earlier version hold again',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await rollBack(db, actor, body)),
  )
}

function addDraft(app: App, { db }: Platform): void {
  app.put(
    '/api/v1/identity-rules/draft',
    {
      config: write,
      schema: {
        body: identityDraftInput,
        response: { 200: identityDraft },
        tags,
        summary: 'Write the draft of the rules down',
      },
    },
    ({ body, actor }) => saveDraft(db, actor, body),
  )
  app.delete(
    '/api/v1/identity-rules/draft',
    { config: write, schema: { response: { 204: noContent }, tags, summary: 'Throw the draft away' } },
    async ({ actor }, reply) => {
      await discardDraft(db, actor)
      return reply.code(204).send(null)
    },
  )
}

function addEvaluation(app: App, { db }: Platform): void {
  app.post(
    '/api/v1/identity-rules/draft/evaluation',
    {
      config: write,
      schema: {
        body: identityApplication.pick({ revision: true }),
        response: { 202: identityDraft },
        tags,
        summary: 'Find out what the draft would change',
      },
    },
    async ({ body, actor }, reply) => reply.code(202).send(await startEvaluation(db, actor, body.revision)),
  )
  app.delete(
    '/api/v1/identity-rules/draft/evaluation',
    { config: write, schema: { response: { 204: noContent }, tags, summary: 'Stop finding that out' } },
    async ({ actor }, reply) => {
      await cancelEvaluation(db, actor)
      return reply.code(204).send(null)
    },
  )
}

function addReviews(app: App, platform: Platform, lastSeenOf: LastSeen): void {
  app.get(
    '/api/v1/connected-identifiers',
    {
      config: read,
      schema: {
        querystring: pageQuery.extend({
          list: z.enum(connectedLists).default('to_review'),
          cursor: z.uuid().optional(),
        }),
        response: { 200: pageOf(connectedIdentifier) },
        tags,
        summary: 'Identifiers that are named with too many users to join people',
      },
    },
    ({ query, actor }) => {
      requireEverybody(actor)
      return listConnected(platform.db, query)
    },
  )
  app.put(
    '/api/v1/connected-identifiers/:id/review',
    {
      config: write,
      schema: {
        params: byId,
        body: identifierReview,
        response: { 200: connectedIdentifier },
        tags,
        summary: 'Decide whether an identifier may join people',
      },
    },
    ({ params, body, actor }) => {
      requireEverybody(actor)
      return reviewIdentifier({ platform, actor, lastSeenOf }, params.id, body)
    },
  )
  app.delete(
    '/api/v1/connected-identifiers/:id/review',
    {
      config: write,
      schema: {
        params: byId,
        response: { 200: connectedIdentifier },
        tags,
        summary: 'Let the rules decide about an identifier again',
      },
    },
    ({ params, actor }) => {
      requireEverybody(actor)
      return forgetReview({ platform, actor, lastSeenOf }, params.id)
    },
  )
}
