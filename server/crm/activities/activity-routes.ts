import { z } from 'zod'
import { activityKinds } from '../../../model/activity-kinds.ts'
import {
  activity,
  activityChange,
  activityChanges,
  activityChangesAnswer,
  activityInput,
  activitySorts,
  dueRanges,
  myDay,
  taskInput,
} from '../../../model/activity.ts'
import { timeZone } from '../../../model/time-zone.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type Actor, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeEach } from '../change-each.ts'
import { changeActivity } from './change-activity.ts'
import { createActivity } from './create-activity.ts'
import { deleteActivity, restoreActivity } from './delete-activity.ts'
import { todayIn } from './due.ts'
import { findActivity } from './find-activity.ts'
import { listActivities } from './list-activities.ts'
import { findMyDay } from './my-day.ts'

const inZone = z.object({ zone: timeZone.default('UTC') })
const listQuery = pageQuery.extend({
  ...inZone.shape,
  kind: z.enum(activityKinds).optional(),
  state: z.enum(['open', 'done']).optional(),
  due: z.enum(dueRanges).optional(),
  person: z.uuid().optional(),
  company: z.uuid().optional(),
  deal: z.uuid().optional(),
  /** The id of a user, "me" or "nobody". */
  assignee: z.string().max(200).optional(),
  /** Done between these days of UTC, both included. */
  done_from: z.iso.date().optional(),
  done_to: z.iso.date().optional(),
  sort: z.enum(activitySorts).default('due'),
})
const tasksQuery = listQuery.omit({ kind: true })
const byId = z.object({ id: z.uuid() })
const tags = ['Activities']

/** Activities: what was and is to be done with a customer. */
export function addActivityRoutes(app: App, platform: Platform): void {
  addLists(app, platform)
  addOne(app, platform)
  addMaking(app, platform)
}

function addLists(app: App, { db, clock }: Platform): void {
  const list = (query: z.output<typeof listQuery>, actor: Actor) =>
    listActivities(
      db,
      actor,
      { ...query, kinds: query.kind && [query.kind], assignee: assigneeOf(query.assignee, actor) },
      todayIn(query.zone, clock.now()),
    )
  app.get(
    '/api/v1/activities',
    {
      config: { permission: 'activities:read' },
      schema: {
        querystring: listQuery,
        response: { 200: pageOf(activity) },
        tags,
        summary: 'Calls, meetings, e-mails, tasks and notes',
      },
    },
    async ({ query, actor }) => list(query, actor),
  )
  app.get(
    '/api/v1/tasks',
    {
      config: { permission: 'activities:read' },
      schema: { querystring: tasksQuery, response: { 200: pageOf(activity) }, tags, summary: 'Tasks' },
    },
    async ({ query, actor }) => list({ ...query, kind: 'task' }, actor),
  )
  app.get(
    '/api/v1/my-day',
    {
      config: { permission: 'activities:read' },
      schema: {
        querystring: inZone,
        response: { 200: myDay },
        tags,
        summary: 'What the reader has to do today',
      },
    },
    async ({ query, actor }) => findMyDay(db, actor, todayIn(query.zone, clock.now())),
  )
}

function addOne(app: App, platform: Platform): void {
  app.get(
    '/api/v1/activities/:id',
    {
      config: { permission: 'activities:read' },
      schema: { params: byId, response: { 200: activity }, tags, summary: 'An activity' },
    },
    async ({ params, actor }) => findActivity(platform.db, actor, params.id),
  )
  app.patch(
    '/api/v1/activities/:id',
    {
      config: { permission: 'activities:write' },
      schema: {
        params: byId,
        body: activityChange,
        response: { 200: activity },
        tags,
        summary: 'Change, complete or reopen an activity',
      },
    },
    async ({ params, body, actor }) => changeActivity(platform, actor, { id: params.id, change: body }),
  )
  app.delete(
    '/api/v1/activities/:id',
    {
      config: { permission: 'activities:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete an activity; it can be restored',
      },
    },
    async ({ params, actor }, reply) => {
      await deleteActivity(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/activities/:id/restoration',
    {
      config: { permission: 'activities:write' },
      schema: { params: byId, response: { 200: activity }, tags, summary: 'Restore a deleted activity' },
    },
    async ({ params, actor }) => restoreActivity(platform, actor, params.id),
  )
}

function addMaking(app: App, platform: Platform): void {
  app.post(
    '/api/v1/activities',
    {
      config: { permission: 'activities:write' },
      schema: {
        body: activityInput,
        response: { 201: activity },
        tags,
        summary: 'Plan or log an activity',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createActivity(platform, actor, body)),
  )
  app.post(
    '/api/v1/tasks',
    {
      config: { permission: 'activities:write' },
      schema: { body: taskInput, response: { 201: activity }, tags, summary: 'Make a task' },
    },
    async ({ body, actor }, reply) =>
      reply.code(201).send(await createActivity(platform, actor, { ...body, kind: 'task' })),
  )
  app.post(
    '/api/v1/activities/changes',
    {
      config: { permission: 'activities:write' },
      schema: {
        body: activityChanges,
        response: { 200: activityChangesAnswer },
        tags,
        summary: 'Change many activities, each by itself',
      },
    },
    async ({ body, actor }) => changeEach(body.changes, (one) => changeActivity(platform, actor, one)),
  )
}

function assigneeOf(named: string | undefined, actor: Actor): string | null | undefined {
  if (named === 'nobody') return null
  return named === 'me' ? actor.id : named
}
