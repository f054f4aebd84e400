import { z } from 'zod'
import {
  decisionOutcome,
  identityDecision,
  mergeInput,
  pairExplanation,
  peopleComparison,
  splitInput,
} from '../../../model/identity.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { explainPair } from '../explain/explain-pair.ts'
import { requirePeople } from '../owners/require-person.ts'
import { comparePeople } from './compare-people.ts'
import { mergePeople, revokeDecision, splitPerson, type LastSeen } from './decide.ts'
import { findDecision, listDecisions } from './decisions.ts'

const byId = z.object({ id: z.uuid() })
const pair = z.object({ id: z.uuid(), other: z.uuid() })
const tags = ['People']

/** Merging people, splitting them, and taking that back. */
export function registerDecisionRoutes(app: App, platform: Platform, lastSeenOf: LastSeen): void {
  addDecisions(app, platform, lastSeenOf)
  addComparisons(app, platform)
}

function addDecisions(app: App, platform: Platform, lastSeenOf: LastSeen): void {
  const config = { permission: 'people:write' } as const
  const response = { 200: decisionOutcome }
  app.post(
    '/api/v1/people/:id/merges',
    { config, schema: { params: byId, body: mergeInput, response, tags, summary: 'Make two people one' } },
    async ({ params, body, actor }) => {
      await requirePeople(platform.db, actor, { ids: [params.id, body.other], action: 'edit' })
      return mergePeople({ platform, actor, lastSeenOf }, { ...params, ...body })
    },
  )
  app.post(
    '/api/v1/people/:id/splits',
    {
      config,
      schema: {
        params: byId,
        body: splitInput,
        response,
        tags,
        summary: 'Make some identifiers another person',
      },
    },
    async ({ params, body, actor }) => {
      await requirePeople(platform.db, actor, { ids: [params.id], action: 'edit' })
      return splitPerson({ platform, actor, lastSeenOf }, { ...params, ...body })
    },
  )
  app.delete(
    '/api/v1/identity-decisions/:id',
    { config, schema: { params: byId, response, tags, summary: 'Take back a merge or a split' } },
    async ({ params, actor }) => {
      const { side_a, side_b } = await findDecision(platform.db, params.id)
      await requirePeople(platform.db, actor, { ids: [...side_a, ...side_b], action: 'edit' })
      return revokeDecision({ platform, actor, lastSeenOf }, params.id)
    },
  )
}

function addComparisons(app: App, { db }: Platform): void {
  const config = { permission: 'people:read' } as const
  app.get(
    '/api/v1/people/:id/decisions',
    {
      config,
      schema: {
        params: byId,
        response: { 200: z.object({ data: z.array(identityDecision), next: z.null() }) },
        tags,
        summary: 'Merges and splits in force about a person',
      },
    },
    async ({ actor, params }) => {
      await requirePeople(db, actor, { ids: [params.id], action: 'view' })
      return { data: await listDecisions(db, params.id), next: null }
    },
  )
  app.get(
    '/api/v1/people/:id/comparison/:other',
    {
      config,
      schema: {
        params: pair,
        response: { 200: peopleComparison },
        tags,
        summary: 'Two people side by side, and which values would win',
      },
    },
    async ({ actor, params }) => {
      await requirePeople(db, actor, { ids: [params.id, params.other], action: 'view' })
      return comparePeople(db, actor, params)
    },
  )
  app.get(
    '/api/v1/people/:id/explanation/:other',
    {
      config,
      schema: {
        params: pair,
        response: { 200: pairExplanation },
        tags,
        summary: 'Why two are one person, or why not',
      },
    },
    async ({ actor, params }) => {
      await requirePeople(db, actor, { ids: [params.id, params.other], action: 'view' })
      return explainPair(db, actor, params)
    },
  )
}
