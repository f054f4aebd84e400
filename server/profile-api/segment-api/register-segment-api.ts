import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Permission } from '../../../model/roles.ts'
import { openSourceNames } from '../../events/index.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Profiles } from '../open-profiles.ts'
import {
  eventsAnswer,
  eventsQuery,
  externalIdsAnswer,
  linksAnswer,
  metadataAnswer,
  traitsAnswer,
  traitsQuery,
} from './answers.ts'
import { cursorOf, pageQuery } from './cursor-page.ts'
import { answerSegmentError } from './errors.ts'
import { collections, findSubject, type Collection } from './subject.ts'

const params = z.object({ space: z.string().max(200), profile: z.string().max(600) })
const readOf: Record<Collection, Permission> = { users: 'people:read', accounts: 'companies:read' }

/**
 * Profiles at the addresses and in the shapes of Segment's Profile API, with an API key as the user of basic
 * authentication. Any space will do: an installation is one.
 */
export async function registerSegmentApi(app: App, platform: Platform, profiles: Profiles): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler(answerSegmentError)
    scope.addHook('onRequest', async (request, reply) => {
      void reply.headers({ 'request-id': request.id, 'cache-control': 'no-store' })
    })
    for (const collection of collections) addCollection(scope, { platform, profiles, collection })
  })
}

type Needs = { platform: Platform; profiles: Profiles; collection: Collection }

function addCollection(scope: App, { platform, profiles, collection }: Needs): void {
  const sources = openSourceNames(platform.db)
  const address = `/v1/spaces/:space/collections/${collection}/profiles/:profile`
  const read = { permission: readOf[collection] }
  const asked = ({ actor, url }: FastifyRequest) => ({ platform, profiles, actor, url })
  const subject = (request: FastifyRequest, { profile }: z.output<typeof params>) =>
    findSubject(asked(request), { collection, profile })
  scope.get(
    `${address}/traits`,
    { config: read, schema: { params, querystring: traitsQuery, hide: true } },
    async (request) => traitsAnswer(asked(request), await subject(request, request.params), request.query),
  )
  scope.get(
    `${address}/external_ids`,
    { config: read, schema: { params, querystring: pageQuery, hide: true } },
    async (request) =>
      externalIdsAnswer(asked(request), await subject(request, request.params), request.query),
  )
  scope.get(
    `${address}/events`,
    { config: { permission: 'events:read' }, schema: { params, querystring: eventsQuery, hide: true } },
    async (request) =>
      eventsAnswer({ ...asked(request), sources }, await subject(request, request.params), request.query),
  )
  scope.get(
    `${address}/metadata`,
    { config: read, schema: { params, querystring: pageQuery, hide: true } },
    async (request) => ({
      ...(await metadataAnswer(asked(request), await subject(request, request.params))),
      cursor: cursorOf(request.url, request.query, null),
    }),
  )
  scope.get(
    `${address}/links`,
    { config: read, schema: { params, querystring: pageQuery, hide: true } },
    async (request) => linksAnswer(asked(request), await subject(request, request.params), request.query),
  )
}
