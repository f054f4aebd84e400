import { z } from 'zod'
import { pageOf, pageQuery } from '../../../model/page.ts'
import {
  memberStates,
  segmentCompany,
  segmentDay,
  segmentDaysQuery,
  segmentMember,
  segmentStay,
} from '../../../model/segment-membership.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findSegment } from '../segments.ts'
import { dailyHistory } from './daily-history.ts'
import { requireMembers } from '../require-members.ts'
import { listSegmentCompanies } from './list-companies.ts'
import { listMembers } from './list-members.ts'
import { listCompanyStays, listStays } from './list-stays.ts'

const tags = ['Segments']
const params = z.object({ id: z.uuid() })
const membersQuery = pageQuery.extend({ state: z.enum(memberStates).default('present') })

/** Who is and was in a segment, and in which a person is and was. */
export function addHistoryRoutes(app: App, platform: Platform): void {
  addMembers(app, platform)
  addStays(app, platform)
}

function addMembers(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id/members',
    {
      config: { permission: 'people:read' },
      schema: {
        params,
        querystring: membersQuery,
        response: { 200: pageOf(segmentMember) },
        tags,
        summary:
          'Who belongs to a segment, latest entry first; with state=past who left it, latest exit first',
      },
    },
    async ({ actor, params: { id }, query }) => {
      requireMembers(await findSegment(platform.db, id), 'people')
      return listMembers(platform.db, actor, { ...query, segment: id })
    },
  )

  app.get(
    '/api/v1/segments/:id/companies',
    {
      config: { permission: 'companies:read' },
      schema: {
        params,
        querystring: membersQuery,
        response: { 200: pageOf(segmentCompany) },
        tags,
        summary:
          'Which companies belong to a segment of companies, latest entry first; with state=past which left it',
      },
    },
    async ({ actor, params: { id }, query }) => {
      requireMembers(await findSegment(platform.db, id), 'companies')
      return listSegmentCompanies(platform.db, actor, { ...query, segment: id })
    },
  )

  app.get(
    '/api/v1/segments/:id/days',
    {
      config: { permission: 'segments:read' },
      schema: {
        params,
        querystring: segmentDaysQuery,
        response: { 200: z.object({ data: z.array(segmentDay) }) },
        tags,
        summary: 'Entries, exits and size of a segment day by day (UTC)',
      },
    },
    async ({ params: { id }, query }) => {
      await findSegment(platform.db, id)
      return { data: await dailyHistory(platform, { segment: id, days: query.days }) }
    },
  )
}

function addStays(app: App, platform: Platform): void {
  app.get(
    '/api/v1/people/:id/segments',
    {
      config: { permission: 'people:read' },
      schema: {
        params,
        querystring: pageQuery,
        response: { 200: pageOf(segmentStay) },
        tags,
        summary: 'In which segments a person is and was, from when to when',
      },
    },
    ({ actor, params: { id }, query }) => listStays(platform.db, actor, { ...query, person: id }),
  )

  app.get(
    '/api/v1/companies/:id/segments',
    {
      config: { permission: 'companies:read' },
      schema: {
        params,
        querystring: pageQuery,
        response: { 200: pageOf(segmentStay) },
        tags,
        summary: 'In which segments a company is and was, from when to when',
      },
    },
    ({ actor, params: { id }, query }) => listCompanyStays(platform.db, actor, { ...query, company: id }),
  )
}
