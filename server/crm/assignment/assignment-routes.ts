import { z } from 'zod'
import {
  assignedObjects,
  assignment,
  assignmentOrder,
  assignmentRule,
  assignmentRuleChange,
  assignmentRuleInput,
  unowned,
} from '../../../model/assignment.ts'
import { bulkChange } from '../../../model/bulk-change.ts'
import { boundedCount, pageOf } from '../../../model/page.ts'
import { recordFilter } from '../../../model/record-filter.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { askBulkChange } from '../bulk/ask-bulk.ts'
import { noLists } from '../bulk/people-lists.ts'
import { countForRules, countMatching, findAssignment } from './find-assignment.ts'
import { listPaused, setPaused } from './pauses.ts'
import { changeRule, createRule, keepRule, listRules, orderRules } from './rules.ts'

const tags = ['Assignment']
const config = { permission: 'pipelines:write' } as const
const byId = z.object({ id: z.uuid() })
const object = z.enum(assignedObjects)
const rules = pageOf(assignmentRule)

/** Rules that give new records to colleagues. */
export function addAssignmentRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addWriting(app, platform)
  addOrder(app, platform)
  addPauses(app, platform)
  addApplication(app, platform)
}

function addReading(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/assignment-rules',
    {
      config,
      schema: {
        querystring: z.object({ object }),
        response: { 200: rules },
        tags,
        summary: 'The assignment rules of an object, in the order in which they are asked',
      },
    },
    async ({ query }) => ({ data: await listRules(db, query.object), next: null }),
  )
  app.post(
    '/api/v1/assignment-rules/preview',
    {
      config,
      schema: {
        body: z.strictObject({ object, filter: recordFilter }),
        response: { 200: boundedCount },
        tags,
        summary: 'How many records that nobody owns a rule would match now',
      },
    },
    async ({ actor, body }) => countMatching(db, actor, body),
  )
  app.get(
    '/api/v1/assignments',
    {
      // Whether the reader may see the record itself is asked with it.
      config: { permission: 'users:read' },
      schema: {
        querystring: z.object({ object, record: z.uuid() }),
        response: { 200: z.object({ data: assignment.nullable() }) },
        tags,
        summary: 'The rule that gave a record to its owner',
      },
    },
    async ({ actor, query }) => ({ data: await findAssignment(db, actor, query) }),
  )
}

function addWriting(app: App, { db, clock }: Platform): void {
  app.post(
    '/api/v1/assignment-rules',
    {
      config,
      schema: {
        body: assignmentRuleInput,
        response: { 201: assignmentRule },
        tags,
        summary: 'Add an assignment rule',
      },
    },
    async ({ actor, body }, reply) =>
      reply.code(201).send(await db.transaction().execute((trx) => createRule(trx, actor, body))),
  )
  app.patch(
    '/api/v1/assignment-rules/:id',
    {
      config,
      schema: {
        params: byId,
        body: assignmentRuleChange,
        response: { 200: assignmentRule },
        tags,
        summary: 'Change an assignment rule, or switch it on or off',
      },
    },
    async ({ actor, params, body }) =>
      db.transaction().execute((trx) => changeRule(trx, actor, { id: params.id, change: body })),
  )
  app.delete(
    '/api/v1/assignment-rules/:id',
    {
      config,
      schema: { params: byId, response: { 204: noContent }, tags, summary: 'Delete an assignment rule' },
    },
    async ({ actor, params }, reply) => {
      const deletedAt = new Date(clock.now())
      await db.transaction().execute((trx) => keepRule(trx, actor, { id: params.id, deletedAt }))
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/assignment-rules/:id/restoration',
    {
      config,
      schema: {
        params: byId,
        response: { 200: assignmentRule },
        tags,
        summary: 'Restore a deleted assignment rule',
      },
    },
    async ({ actor, params }) =>
      db.transaction().execute((trx) => keepRule(trx, actor, { id: params.id, deletedAt: null })),
  )
}

function addOrder(app: App, { db }: Platform): void {
  app.put(
    '/api/v1/assignment-rules/order',
    {
      config,
      schema: {
        body: assignmentOrder,
        response: { 200: rules },
        tags,
        summary: 'Put assignment rules in order',
      },
    },
    async ({ actor, body }) => ({
      data: await db.transaction().execute((trx) => orderRules(trx, actor, body)),
      next: null,
    }),
  )
}

function addPauses(app: App, { db, clock }: Platform): void {
  app.get(
    '/api/v1/assignment-pauses',
    {
      config,
      schema: {
        response: { 200: pageOf(z.object({ user_id: z.string() })) },
        tags,
        summary: 'Colleagues who take no new records',
      },
    },
    async () => ({ data: await listPaused(db), next: null }),
  )
  app.put(
    '/api/v1/assignment-pauses/:user',
    {
      config,
      schema: {
        params: z.object({ user: z.string().max(100) }),
        body: z.strictObject({ paused: z.boolean() }),
        response: { 204: noContent },
        tags,
        summary: 'Let a colleague take no new records, or take them again',
      },
    },
    async ({ actor, params, body }, reply) => {
      const at = new Date(clock.now())
      await db.transaction().execute((trx) => setPaused(trx, actor, { ...params, ...body, at }))
      return reply.code(204).send(null)
    },
  )
}

/** Rules are asked when a record is made; this asks them for those that are there already. */
function addApplication(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/assignment-rules/applications',
    {
      config,
      schema: {
        querystring: z.object({ object }),
        response: { 200: unowned },
        tags,
        summary: 'How many open records nobody owns, and how many of them the rules would give away now',
      },
    },
    async ({ query }) => db.transaction().execute((trx) => countForRules(trx, query.object)),
  )
  app.post(
    '/api/v1/assignment-rules/applications',
    {
      config,
      schema: {
        body: z.strictObject({ object }),
        response: { 202: bulkChange },
        tags,
        summary: 'Give open records that nobody owns to whom the rules say, in the background',
      },
    },
    async ({ actor, body }, reply) => {
      const filter = {
        match: 'all' as const,
        conditions: [{ field: 'owner_id', operator: 'not_set' as const }],
      }
      const input = { selection: { filter, all: true as const }, change: { kind: 'assign' as const } }
      return reply
        .code(202)
        .send(await askBulkChange(db, actor, { object: body.object, input, lists: noLists }))
    },
  )
}
