import { z } from 'zod'
import {
  household,
  householdInput,
  householdPreview,
  householdRule,
  householdRuleInput,
  personHousehold,
} from '../../../model/household.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { decideHousehold, undecideHousehold } from './decide-household.ts'
import { findHousehold, findPersonHousehold } from './find-household.ts'
import { previewHouseholdRule } from './preview-rule.ts'
import { changeHouseholdRule, findHouseholdRule } from './rule.ts'

const RULE = '/api/v1/household-rule'
const ONE = '/api/v1/people/:id/household'
const byId = z.object({ id: z.uuid() })
const tags = ['Households']

/** Who shares a home. */
export function addHouseholdRoutes(app: App, platform: Platform): void {
  addRule(app, platform)
  addReading(app, platform)
  addDeciding(app, platform)
}

function addRule(app: App, platform: Platform): void {
  app.get(
    RULE,
    {
      config: { permission: 'people:read' },
      schema: {
        response: { 200: householdRule },
        tags,
        summary: 'What makes a household, and how far that is applied',
      },
    },
    () => findHouseholdRule(platform.db),
  )
  app.put(
    RULE,
    {
      config: { permission: 'identity:write' },
      schema: {
        body: householdRuleInput,
        response: { 200: householdRule },
        tags,
        summary: 'Change what makes a household; applied in the background',
      },
    },
    ({ actor, body }) => changeHouseholdRule(platform, actor, body.mode),
  )
  app.post(
    `${RULE}/preview`,
    {
      config: { permission: 'identity:write' },
      schema: {
        body: householdRuleInput,
        response: { 200: householdPreview },
        tags,
        summary: 'How many households a rule would make, with examples',
      },
    },
    ({ actor, body }) => previewHouseholdRule(platform.db, actor, body.mode),
  )
}

function addReading(app: App, { db }: Platform): void {
  app.get(
    ONE,
    {
      config: { permission: 'people:read' },
      schema: {
        params: byId,
        response: { 200: personHousehold },
        tags,
        summary: 'Who shares a home with a person, and why',
      },
    },
    ({ actor, params }) => findPersonHousehold(db, actor, params.id),
  )
  app.get(
    '/api/v1/households/:id',
    {
      config: { permission: 'people:read' },
      schema: { params: byId, response: { 200: household }, tags, summary: 'A household with its members' },
    },
    ({ actor, params }) => findHousehold(db, actor, params.id),
  )
}

function addDeciding(app: App, platform: Platform): void {
  const config = { permission: 'people:write' } as const
  app.put(
    ONE,
    {
      config,
      schema: {
        params: byId,
        body: householdInput,
        response: { 200: personHousehold },
        tags,
        summary: 'Say with whom a person lives, or that they live alone',
      },
    },
    ({ actor, params, body }) => decideHousehold(platform, actor, { id: params.id, with: body.with }),
  )
  app.delete(
    ONE,
    {
      config,
      schema: {
        params: byId,
        response: { 200: personHousehold },
        tags,
        summary: 'Let the rule decide again with whom a person lives',
      },
    },
    ({ actor, params }) => undecideHousehold(platform, actor, params.id),
  )
}
