import { z } from 'zod'
import { companyRole, edited, joining, personInput, traitsEdit } from '../../../model/edit.ts'
import { person } from '../../../model/person.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changePerson } from './change-person.ts'
import { changeCompanyRole, listCompanyRoles } from './company-role.ts'
import { createPerson } from './create-person.ts'
import { joinCompany, leaveCompany } from './memberships.ts'
import { undoEdit } from './undo-edit.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['People']
const write = { permission: 'people:write' } as const

/** People as users make and change them. */
export function addPersonEditing(app: App, platform: Platform): void {
  app.post(
    '/api/v1/people',
    {
      config: write,
      schema: {
        body: personInput,
        response: { 201: person },
        tags,
        summary: 'Make a person whom no event has told of',
      },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createPerson(platform, actor, body)),
  )
  app.patch(
    '/api/v1/people/:id',
    {
      config: write,
      schema: {
        params: byId,
        body: traitsEdit,
        response: { 200: edited },
        tags,
        summary: 'Change traits of a person, name, e-mail address and phone number among them',
      },
    },
    async ({ actor, body, params }) => changePerson(platform, actor, { ...params, ...body }),
  )
  addMemberships(app, platform)
  app.delete(
    '/api/v1/edits/:id',
    {
      config: { permission: 'people:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Undo a change of a person or a company, within a week',
      },
    },
    async ({ actor, params }, reply) => {
      await undoEdit(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
}

function addMemberships(app: App, platform: Platform): void {
  addRoles(app, platform)
  app.post(
    '/api/v1/people/:id/companies',
    {
      config: write,
      schema: {
        params: byId,
        body: joining,
        response: { 200: edited },
        tags,
        summary: 'Let a person belong to a company, one that is there or a new one',
      },
    },
    async ({ actor, body, params }) => joinCompany(platform, actor, { ...params, company: body }),
  )
  app.delete(
    '/api/v1/people/:id/companies/:companyId',
    {
      config: write,
      schema: {
        params: byId.extend({ companyId: z.uuid() }),
        response: { 204: noContent },
        tags,
        summary: 'End that a person belongs to a company',
      },
    },
    async ({ actor, params }, reply) => {
      await leaveCompany(platform, actor, params)
      return reply.code(204).send(null)
    },
  )
}

function addRoles(app: App, platform: Platform): void {
  app.get(
    '/api/v1/company-roles',
    {
      config: { permission: 'people:read' },
      schema: {
        response: { 200: z.object({ data: z.array(z.string()), next: z.null() }) },
        tags,
        summary: 'The roles that people have at companies, most frequent first',
      },
    },
    async () => ({ data: await listCompanyRoles(platform.db), next: null }),
  )
  app.patch(
    '/api/v1/people/:id/companies/:companyId',
    {
      config: write,
      schema: {
        params: byId.extend({ companyId: z.uuid() }),
        body: companyRole,
        response: { 204: noContent },
        tags,
        summary: 'Say what a person is at a company; null takes that away',
      },
    },
    async ({ actor, body, params }, reply) => {
      await changeCompanyRole(platform, actor, { ...params, ...body })
      return reply.code(204).send(null)
    },
  )
}
