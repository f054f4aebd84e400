import { z } from 'zod'
import { company, companyRow } from '../../model/company.ts'
import { boundedCount, pageOf, pageQuery } from '../../model/page.ts'
import { personSorts } from '../../model/person-sorts.ts'
import { person, personRow, traitProvenance as provenanceRow } from '../../model/person.ts'
import { fail } from '../platform/errors.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { addEmailCompanyRoutes } from './companies/by-email/routes.ts'
import { companySorts, findCompany, listCompanies } from './companies/list-companies.ts'
import type { LastSeen } from './decisions/decide.ts'
import { addHouseholdRoutes } from './households/routes.ts'
import { registerDecisionRoutes } from './decisions/decision-routes.ts'
import { addLinkageRoutes } from './linkage/routes.ts'
import { addOwnerRoutes } from './owners/owner-routes.ts'
import { registerRuleRoutes } from './rules/rule-routes.ts'
import { addTraitRoutes } from './schema/trait-routes.ts'
import { countPeople } from './profiles/count-people.ts'
import { listPeople } from './profiles/list-people.ts'
import { readComparisons } from './profiles/people-filter.ts'
import { readProfile } from './profiles/profile-copies.ts'
import { openSegmentNames } from './profiles/segment-names.ts'
import { traitProvenance } from './profiles/trait-provenance.ts'

const filterQuery = z.object({
  search: z.string().trim().max(200).optional(),
  segment: z.uuid().optional(),
  company: z.uuid().optional(),
  filter: z.string().max(10_000).optional(),
})
const peopleQuery = filterQuery.extend({
  ...pageQuery.shape,
  sort: z.enum(personSorts).default('-last_seen'),
})
const companiesQuery = pageQuery.extend({
  search: z.string().trim().max(200).optional(),
  sort: z.enum(companySorts).default('-last_seen'),
})
const byId = z.object({ id: z.uuid() })
const tags = { people: ['People'], companies: ['Companies'] }

/** `lastSeenOf` asks the events; `forgetCallers` has other rights hold from the next request on. */
export type PeopleNeeds = { lastSeenOf: LastSeen; forgetCallers: () => void }

/** People, companies and traits over the API. */
export function registerPeopleRoutes(
  app: App,
  platform: Platform,
  { lastSeenOf, forgetCallers }: PeopleNeeds,
): void {
  addPeopleLists(app, platform)
  addPersonRoutes(app, platform)
  addCompanyRoutes(app, platform)
  addEmailCompanyRoutes(app, platform)
  addHouseholdRoutes(app, platform)
  registerDecisionRoutes(app, platform, lastSeenOf)
  addOwnerRoutes(app, platform)
  addLinkageRoutes(app, platform, lastSeenOf)
  registerRuleRoutes(app, platform, lastSeenOf)
  addTraitRoutes(app, platform, forgetCallers)
}

function addPeopleLists(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/people',
    {
      config: { permission: 'people:read' },
      schema: {
        querystring: peopleQuery,
        response: { 200: pageOf(personRow) },
        tags: tags.people,
        summary: 'People, filtered and sorted',
      },
    },
    async ({ actor, query }) =>
      listPeople(db, actor, {
        ...filterOf(query),
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      }),
  )
  app.get(
    '/api/v1/people/count',
    {
      config: { permission: 'people:read' },
      schema: {
        querystring: filterQuery,
        response: { 200: boundedCount },
        tags: tags.people,
        summary: 'How many people a filter means',
      },
    },
    async ({ actor, query }) => countPeople(db, actor, filterOf(query)),
  )
}

function addPersonRoutes(app: App, platform: Platform): void {
  const { db } = platform
  const segments = openSegmentNames(db)
  app.get(
    '/api/v1/people/:id',
    {
      config: { permission: 'people:read' },
      schema: {
        params: byId,
        response: { 200: person },
        tags: tags.people,
        summary: 'A person; former ids are followed',
      },
    },
    async ({ actor, params }) => found(await readProfile(platform, actor, { segments, id: params.id })),
  )
  app.get(
    '/api/v1/people/:id/provenance',
    {
      config: { permission: 'people:read' },
      schema: {
        params: byId,
        response: { 200: z.object({ data: z.array(provenanceRow) }) },
        tags: tags.people,
        summary: 'Where each trait came from',
      },
    },
    async ({ actor, params }) => ({ data: found(await traitProvenance(db, actor, params.id)) }),
  )
}

function addCompanyRoutes(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/companies',
    {
      config: { permission: 'companies:read' },
      schema: {
        querystring: companiesQuery,
        response: { 200: pageOf(companyRow) },
        tags: tags.companies,
        summary: 'Companies',
      },
    },
    async ({ actor, query }) =>
      listCompanies(db, actor, { ...query, search: query.search ?? null, cursor: query.cursor }),
  )
  app.get(
    '/api/v1/companies/:id',
    {
      config: { permission: 'companies:read' },
      schema: { params: byId, response: { 200: company }, tags: tags.companies, summary: 'A company' },
    },
    async ({ actor, params }) =>
      found(await findCompany(db, actor, params.id), 'There is no company with this id.'),
  )
  app.get(
    '/api/v1/companies/:id/people',
    {
      config: { permission: 'people:read' },
      schema: {
        params: byId,
        querystring: pageQuery.extend({ sort: z.enum(personSorts).default('-last_seen') }),
        response: { 200: pageOf(personRow) },
        tags: tags.companies,
        summary: 'People of a company',
      },
    },
    async ({ actor, params, query }) =>
      listPeople(db, actor, {
        search: null,
        segment: null,
        traits: [],
        company: params.id,
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor,
      }),
  )
}

function filterOf(query: z.infer<typeof filterQuery>) {
  return {
    search: query.search || null,
    segment: query.segment ?? null,
    company: query.company ?? null,
    traits: readComparisons(query.filter),
  }
}

function found<T>(
  value: T | null | undefined,
  sentence = 'There is no person with this id or identifier.',
): T {
  if (value === null || value === undefined) throw fail('not_found', sentence)
  return value
}
