import { z } from 'zod'
import {
  lead,
  leadChange,
  leadConversion,
  leadCounts,
  leadInput,
  leadMatches,
  leadsQuery,
} from '../../../model/lead.ts'
import { pageOf } from '../../../model/page.ts'
import { addAccessRoutes } from '../../access/index.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { ownKind } from '../objects/record-rights.ts'
import { changeLead, deleteLead, restoreLead } from './change-lead.ts'
import { convertLead } from './convert-lead.ts'
import { createLead } from './create-lead.ts'
import { findLead } from './find-lead.ts'
import { findLeadMatches } from './lead-matches.ts'
import { countLeads, listLeads } from './list-leads.ts'
import { undoConversion } from './undo-conversion.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Leads']
const read = { permission: 'records:read' } as const
const write = { permission: 'records:write' } as const

/** Leads: people who may buy, until that is decided. */
export function addLeadRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addWriting(app, platform)
  addConversion(app, platform)
  addAccessRoutes(app, platform, {
    path: '/api/v1/leads/:id',
    one: 'lead',
    permissions: { read: 'records:read', write: 'records:write' },
    params: byId,
    shareParams: byId.extend({ share: z.uuid() }),
    kindOf: () => ownKind('lead'),
  })
}

function addReading(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/leads',
    {
      config: read,
      schema: {
        querystring: leadsQuery,
        response: { 200: pageOf(lead) },
        tags,
        summary: 'Leads, filtered and sorted',
      },
    },
    async ({ actor, query }) => listLeads(db, actor, query),
  )
  app.get(
    '/api/v1/leads/counts',
    {
      config: read,
      schema: {
        querystring: leadsQuery,
        response: { 200: leadCounts },
        tags,
        summary: 'How many of these leads are in each status',
      },
    },
    async ({ actor, query }) => ({ data: await countLeads(db, actor, query), next: null }),
  )
  app.get(
    '/api/v1/leads/:id',
    { config: read, schema: { params: byId, response: { 200: lead }, tags, summary: 'A lead' } },
    async ({ actor, params }) => findLead(db, actor, params.id),
  )
}

function addWriting(app: App, platform: Platform): void {
  app.post(
    '/api/v1/leads',
    {
      config: write,
      schema: {
        body: leadInput,
        response: { 201: lead },
        tags,
        summary: 'Make a lead of whoever has an e-mail address, or of a person',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createLead(platform, actor, body)),
  )
  app.patch(
    '/api/v1/leads/:id',
    {
      config: write,
      schema: { params: byId, body: leadChange, response: { 200: lead }, tags, summary: 'Change a lead' },
    },
    async ({ params, body, actor }) => changeLead(platform, actor, { id: params.id, change: body }),
  )
  app.delete(
    '/api/v1/leads/:id',
    {
      config: write,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete a lead; it can be restored',
      },
    },
    async ({ params, actor }, reply) => {
      await deleteLead(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/leads/:id/restoration',
    {
      config: write,
      schema: { params: byId, response: { 200: lead }, tags, summary: 'Restore a deleted lead' },
    },
    async ({ params, actor }) => restoreLead(platform, actor, params.id),
  )
}

function addConversion(app: App, platform: Platform): void {
  app.get(
    '/api/v1/leads/:id/matches',
    {
      config: read,
      schema: {
        params: byId,
        response: { 200: leadMatches },
        tags,
        summary: 'Companies and deals that a lead may be joined to when it is converted',
      },
    },
    async ({ actor, params }) => findLeadMatches(platform.db, actor, params.id),
  )
  app.post(
    '/api/v1/leads/:id/conversion',
    {
      config: write,
      schema: {
        params: byId,
        body: leadConversion,
        response: { 200: lead },
        tags,
        summary: 'Convert a lead: to a company and a deal of its person, new ones or those that are there',
      },
    },
    async ({ actor, params, body }) => convertLead(platform, actor, { id: params.id, input: body }),
  )
  app.delete(
    '/api/v1/leads/:id/conversion',
    {
      config: write,
      schema: { params: byId, response: { 200: lead }, tags, summary: 'Undo the conversion of a lead' },
    },
    async ({ actor, params }) => undoConversion(platform, actor, params.id),
  )
}
