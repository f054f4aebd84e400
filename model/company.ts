import { z } from 'zod'
import { jsonObject } from './json.ts'

export const companyRow = z.object({
  id: z.uuid(),
  group_id: z.string(),
  name: z.string().nullable(),
  domain: z.string().nullable(),
  people: z.number(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
})
export type CompanyRow = z.infer<typeof companyRow>

export const company = companyRow.extend({ traits: jsonObject })
export type Company = z.infer<typeof company>
