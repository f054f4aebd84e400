import { z } from 'zod'
import { auditEntry } from '../../model/access.ts'
import { pageOf, pageQuery } from '../../model/page.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { listAuditLog } from './list-audit-log.ts'

const query = pageQuery.extend({
  subject_type: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  search: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
    .optional(),
})

/** The route that shows who did what. */
export function registerAuditRoutes(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/audit-log',
    {
      config: { permission: 'audit:read' },
      schema: {
        querystring: query,
        response: { 200: pageOf(auditEntry) },
        tags: ['Audit log'],
        summary: 'What was changed by whom, with before and after, newest first',
      },
    },
    (request) => listAuditLog(db, request.query),
  )
}
