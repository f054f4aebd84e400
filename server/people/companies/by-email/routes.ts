import { z } from 'zod'
import {
  companylessDomain,
  emailCompanyInput,
  emailCompanyRule,
} from '../../../../model/company-from-email.ts'
import type { App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { listCompanyless } from './list-companyless.ts'
import { changeEmailRule, findEmailRule } from './rule.ts'

const PATH = '/api/v1/email-company-rule'
const tags = ['Companies']

/** What work addresses say about where people work. */
export function addEmailCompanyRoutes(app: App, platform: Platform): void {
  const { db } = platform
  app.get(
    PATH,
    {
      config: { permission: 'companies:read' },
      schema: {
        response: { 200: emailCompanyRule },
        tags,
        summary: 'What happens with work addresses, and how far that is done',
      },
    },
    () => findEmailRule(db),
  )
  app.put(
    PATH,
    {
      config: { permission: 'identity:write' },
      schema: {
        body: emailCompanyInput,
        response: { 200: emailCompanyRule },
        tags,
        summary: 'Add people to the company of their e-mail domain, or not',
      },
    },
    ({ actor, body }) => changeEmailRule(platform, actor, body),
  )
  app.get(
    `${PATH}/domains`,
    {
      config: { permission: 'identity:write' },
      schema: {
        response: { 200: z.object({ data: z.array(companylessDomain) }) },
        tags,
        summary: 'Domains of work addresses that no company has, those of most addresses first',
      },
    },
    async () => ({ data: await listCompanyless(db) }),
  )
}
