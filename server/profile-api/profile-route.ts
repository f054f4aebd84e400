import { z } from 'zod'
import { profile } from '../../model/profile.ts'
import { findSalesFacts } from '../crm/index.ts'
import { personTimeline, type SourceNames } from '../events/index.ts'
import { findPersonHousehold, requireReadableTraits } from '../people/index.ts'
import { fail } from '../platform/errors.ts'
import { noContent, type Actor, type App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { isUnchanged } from './answer-cached.ts'
import type { Profiles } from './open-profiles.ts'
import { chooseParts, profileQuery } from './profile-query.ts'

type Needs = { platform: Platform; profiles: Profiles; sources: SourceNames }

/** A profile by any identifier, of chosen parts, which need not be sent again while it stays the same. */
export function addProfileRoute(app: App, needs: Needs): void {
  app.get(
    '/api/v1/people/by/:type/:value',
    {
      config: { permission: 'people:read' },
      schema: {
        params: z.object({ type: z.string().max(100), value: z.string().max(500) }),
        querystring: profileQuery,
        response: { 200: profile, 304: noContent },
        tags: ['People'],
        summary: 'The person that an identifier belongs to, whole or in chosen parts',
      },
    },
    async (request, reply) => {
      const { actor, params, query } = request
      const comparisons = (query.fields ?? []).map((field) => ({ field }))
      requireReadableTraits(actor, 'people', comparisons)
      const person = await needs.profiles.find(actor, params)
      if (!person) throw fail('not_found', 'There is no person with this id or identifier.')
      const events = query.include?.includes('events')
        ? await newestEvents(needs, actor, { id: person.id, limit: query.events })
        : undefined
      const sales = query.include?.includes('sales') ? await salesOf(needs, actor, person.id) : undefined
      const household = query.include?.includes('household')
        ? (await findPersonHousehold(needs.platform.db, actor, person.id)).household
        : undefined
      const body = chooseParts(person, query, { events, sales, household })
      if (isUnchanged(request, reply, { body, vary: 'authorization, cookie' })) return reply.send(null)
      return reply.send(body)
    },
  )
}

async function salesOf({ platform: { db } }: Needs, actor: Actor, id: string) {
  if (!actor.permissions.has('deals:read'))
    throw fail('forbidden', 'To include sales takes the permission deals:read.')
  return (await findSalesFacts(db, actor, id)) ?? undefined
}

async function newestEvents(
  { platform, sources }: Needs,
  actor: Actor,
  which: { id: string; limit: number },
) {
  if (!actor.permissions.has('events:read'))
    throw fail('forbidden', 'To include events takes the permission events:read.')
  const page = await personTimeline(platform, actor, { ...which, sources })
  return page?.data ?? []
}
