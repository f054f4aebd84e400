import type { z } from 'zod'
import type { CompanylessDomain, emailCompanyInput, EmailCompanyRule } from '../model/company-from-email.ts'
import { get, list, put } from './lib/http.ts'

const path = '/email-company-rule'

/** What work addresses say about where people work. */
export const emailCompaniesApi = {
  rule: () => get<EmailCompanyRule>(path),
  change: (input: z.input<typeof emailCompanyInput>) => put<EmailCompanyRule>(path, input),
  domains: () => list<CompanylessDomain>(`${path}/domains`),
}
