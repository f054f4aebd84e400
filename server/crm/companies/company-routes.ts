import { z } from 'zod'
import { company } from '../../../model/company.ts'
import { companyInput, edited, traitsEdit } from '../../../model/edit.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeCompany } from './change-company.ts'
import { createCompany } from './create-company.ts'

const tags = ['Companies']
const write = { permission: 'companies:write' } as const

/** Companies as users make and change them. */
export function addCompanyEditing(app: App, platform: Platform): void {
  app.post(
    '/api/v1/companies',
    {
      config: write,
      schema: {
        body: companyInput,
        response: { 201: company },
        tags,
        summary: 'Make a company that nobody has acted for',
      },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createCompany(platform, actor, body)),
  )
  app.patch(
    '/api/v1/companies/:id',
    {
      config: write,
      schema: {
        params: z.object({ id: z.uuid() }),
        body: traitsEdit,
        response: { 200: edited },
        tags,
        summary: 'Change traits of a company, name and domain among them',
      },
    },
    async ({ actor, body, params }) => changeCompany(platform, actor, { ...params, ...body }),
  )
}
