import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { isObject } from '../../../model/json.ts'
import { API_PREFIX } from './actor.ts'

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      properties: { code: { type: 'string' }, message: { type: 'string' }, details: {} },
    },
  },
} as const

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Kith',
    version: '1',
    description:
      'People, companies, events, segments, deals and all else of a Kith installation. Lists answer `{ data, next }`: send ' +
      '`next` as `cursor` to read on. Failures answer `{ error: { code, message, details } }`.',
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'An API key, made under Settings → API keys.' },
      cookie: {
        type: 'apiKey',
        in: 'cookie',
        name: 'kith.session_token',
        description: 'What the web app uses after sign-in.',
      },
    },
  },
} as const

/** Describes every route of the API as OpenAPI and serves the document. Must run before the routes are made. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: { ...DOCUMENT, components: { securitySchemes: { ...DOCUMENT.components.securitySchemes } } },
    transform: (input) => {
      const { route, url } = input
      if (!url.startsWith(API_PREFIX)) return { schema: { hide: true }, url }
      const { schema } = jsonSchemaTransform(input)
      return { schema: withAccess(schema, route), url }
    },
    // Schemas that contain themselves cannot be written in place: those that have an id stand under components.
    transformObject: jsonSchemaTransformObject,
  })
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
}

function withAccess(schema: FastifySchema, { config, method, url }: RouteOptions): FastifySchema {
  const access = config?.permission ?? 'public'
  return {
    ...schema,
    operationId: operationId(String(method), url),
    description: schema.description ?? descriptionOf(access),
    security: access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    response: {
      ...(isObject(schema.response) && schema.response),
      '4xx': { description: 'What was wrong.', ...ERROR_SCHEMA },
    },
  }
}

function descriptionOf(access: string): string {
  if (access === 'public') return 'Open to everybody.'
  return access === 'signed_in'
    ? 'Open to everybody who has signed in.'
    : `Needs the permission \`${access}\`.`
}

function operationId(method: string, url: string): string {
  const path = url.replace(API_PREFIX, '').replace(/:(\w+)/g, 'by_$1')
  return `${method.toLowerCase()}_${path.replace(/\W+/g, '_')}`
}
