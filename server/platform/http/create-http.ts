import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import compress from '@fastify/compress'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type RawServerDefault,
  type RouteOptions,
} from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { fail } from '../errors.ts'
import { API_PREFIX, type Actor, type ApiRoute } from './actor.ts'
import { answerError } from './error-handler.ts'
import { describeApi } from './openapi.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { serveScript, serveWebApp } from './serve-web.ts'

const BODY_LIMIT_BYTES = 1024 * 1024
const COMPRESS_FROM_BYTES = 1024
const RECEIVE_TIMEOUT_MS = 30_000
const ANSWER_TIMEOUT_MS = 60_000
const KEEP_ALIVE_MS = 72_000
/** The longest identifier, each character escaped. */
const MAX_PARAM_CHARACTERS = 2_000

/** The HTTP server as the modules add their routes to it. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

export type HttpOptions = {
  logger: Logger
  /** The address people use (KITH_URL): over https, browsers are told to stay there. */
  publicUrl?: string | undefined
  /** Addresses of proxies whose word about the caller's address counts; nobody else's does. */
  trustedProxies?: string[] | undefined
  /** Folder of the built web app; null when not built. */
  webFolder: string | null
  /** Built scripts that pages of other sites load, by the path at which they are served. */
  scripts?: Readonly<Record<string, string>> | undefined
}

/**
 * Makes the server, not yet listening: errors, OpenAPI, security headers, compression, the web app's files. Add the
 * access guard first (`registerAccess`), then the routes. A route that streams calls `reply.hijack()`, which also
 * lifts the time limit.
 */
export async function createHttp(options: HttpOptions): Promise<App> {
  const loggerInstance: FastifyBaseLogger = options.logger
  const app: App = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies?.length ? options.trustedProxies : false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    requestTimeout: RECEIVE_TIMEOUT_MS,
    handlerTimeout: ANSWER_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => answerError(error, request, reply as FastifyReply),
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  decorateCaller(app)
  app.decorate('apiRoutes', [])
  app.addHook('onRoute', (route) => addDeclared(app.apiRoutes, route))
  addSecurityHeaders(app, options.publicUrl?.startsWith('https:') ?? false)
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, globalDecompression: false })
  await describeApi(app)
  for (const [path, file] of Object.entries(options.scripts ?? {})) await serveScript(app, path, file)
  await serveWebApp(app, options.webFolder)
  return app
}

function decorateCaller(app: App): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('actor', {
    getter(): Actor {
      if (!this.caller) throw fail('unauthenticated')
      return this.caller
    },
  })
}

function addDeclared(routes: ApiRoute[], { url, method, config, schema }: RouteOptions): void {
  if (!url.startsWith(API_PREFIX)) return
  const name = `${String(method)} ${url}`
  if (!config?.permission) throw new Error(`The route ${name} does not declare config.permission.`)
  if (!schema?.summary || !schema.tags?.length)
    throw new Error(`The route ${name} has no summary or no tags.`)
  for (const one of [method].flat())
    if (one !== 'HEAD') routes.push({ method: one, url, permission: config.permission })
}
