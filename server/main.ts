import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createFirstAccess, registerAccess } from './access/index.ts'
import { recordedEvents, startCollect } from './collect/index.ts'
import type { Config } from './config.ts'
import {
  createFirstPipeline,
  openFiles,
  openImports,
  registerCrmRoutes,
  startBulkJobs,
  startComputing,
  startFieldIndexing,
  startEmptyingBin,
  startReminders,
  startMailingNotifications,
  tellSegmentOwners,
} from './crm/index.ts'
import { destinationProcessors, registerDestinationRoutes, startDeliveries } from './destinations/index.ts'
import { enrichmentProcessors, registerEnrichmentRoutes, startEnrichment } from './enrichment/index.ts'
import { lastSeenOf, registerEventRoutes } from './events/index.ts'
import { registerInsightRoutes, startMailingDashboards, startSnapshots } from './insights/index.ts'
import {
  copyProfiles,
  linkageProcessors,
  noteWorkAddresses,
  placeChangedPeople,
  registerPeopleRoutes,
  startEmailCompanies,
  startHouseholds,
  startLinkageJobs,
  startRuleJobs,
  startTraitJobs,
} from './people/index.ts'
import { createHttp, type App } from './platform/http/index.ts'
import { startSendingMail, type Mail } from './platform/mail/index.ts'
import { registerProfileApi } from './profile-api/index.ts'
import type { Platform } from './platform/index.ts'
import { openPlatform, type OpenPlatform } from './platform/open-platform.ts'
import { startProcessors } from './platform/outbox/index.ts'
import { browserScripts, linkageThread, pipelineThread, webFolder } from './platform/paths.ts'
import {
  registerSegmentRoutes,
  peopleLists,
  segmentProcessors,
  startSegmentExports,
  startSegmentJobs,
} from './segments/index.ts'
import { startPipelineThread } from './start-pipeline-thread.ts'
import { registerSystemRoutes } from './system-routes.ts'

const MAINTENANCE_MS = 60_000
const STOP_WITHIN_MS = 4_500

export type Running = {
  app: App
  platform: Platform
  address: string
  /** False when something had not ended within the time; whoever stops has to be prepared for that. */
  stop(): Promise<boolean>
  idle(): Promise<void>
}

const processorList = [
  recordedEvents,
  copyProfiles,
  noteWorkAddresses,
  placeChangedPeople,
  ...linkageProcessors,
  ...segmentProcessors,
  tellSegmentOwners,
  ...destinationProcessors,
  ...enrichmentProcessors,
]

/** Starts Kith: engines, modules, workers, and the server that answers when all of them are ready. */
export async function start(config: Config): Promise<Running> {
  const logger = pino({ level: config.logLevel })
  const platform = await openPlatform({ ...config, logger })
  await createFirstAccess(platform, config.first)
  await createFirstPipeline(platform)

  const app = await createHttp({
    logger,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    webFolder: webFolder(),
    scripts: browserScripts(),
  })
  const script = pipelineThread()
  const collect = await startCollect(platform, {
    ...config,
    writeKey: config.first.writeKey,
    startElsewhere: script
      ? (listener) => startPipelineThread(platform, { config, script, listener })
      : undefined,
  })
  const { forgetCallers, mail } = registerAccess(app, platform, config)
  await collect.register(app)
  const { files, imports, delivering } = await registerModules(app, platform, { config, mail, forgetCallers })
  registerSystemRoutes(app, platform, { collect, processors: processorList })

  const processors = startProcessors(platform, processorList)
  const jobs = [...startJobs(platform, { delivering, mail }), imports.start(), files.start()]
  const stop = () => {
    const finished = stopAll(app, [...jobs, processors, collect]).then(() => platform.close())
    return Promise.race([finished.then(() => true), sleep(STOP_WITHIN_MS, false)])
  }
  const address = await listen(app, config).catch(async (error: unknown) => {
    // What runs already would keep the process alive, and its engines the data folder locked.
    await stop()
    throw error
  })
  endWithDatabase(platform)

  return {
    app,
    platform,
    address,
    async idle() {
      await collect.pipeline.idle()
      await processors.idle()
    },
    stop,
  }
}

type ModuleOptions = { config: Config; mail: Mail; forgetCallers(): void }

async function registerModules(app: App, platform: Platform, { config, mail, forgetCallers }: ModuleOptions) {
  registerPeopleRoutes(app, platform, { lastSeenOf: lastSeenIn(platform), forgetCallers })
  registerEventRoutes(app, platform)
  const delivering = { allowPrivate: config.allowPrivateDestinations }
  registerSegmentRoutes(app, platform, delivering)
  registerCrmRoutes(app, platform, { lists: peopleLists, mail })
  const imports = openImports(app, platform, config)
  const files = openFiles(app, platform, config)
  registerDestinationRoutes(app, platform, delivering)
  registerEnrichmentRoutes(app, platform, delivering)
  registerInsightRoutes(app, platform, mail)
  await registerProfileApi(app, platform)
  return { files, imports, delivering }
}

/** Opens the door, and gives its address. Throws a sentence that says what to do when the port is not to be had. */
async function listen(app: App, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE')
      throw new Error(
        `Port ${port} of ${host} is taken by another program, perhaps another Kith. End that one, or choose another port: PORT=${port + 1} npm start`,
      )
    if (code === 'EACCES')
      throw new Error(
        `Kith may not listen on port ${port} as this user. Choose one from 1024 on: PORT=3000 npm start`,
      )
    throw error
  }
}

/** Without its database Kith can do nothing but start anew. */
function endWithDatabase(platform: OpenPlatform): void {
  void platform.failed.then((error) => {
    platform.logger.fatal(
      { err: error },
      'The embedded database has died; Kith stops and is whole again when it is started anew',
    )
    process.exit(1)
  })
}

/** The door closes first; then each worker finishes what it is at; the engines close last. */
async function stopAll(app: App, workers: { stop(): void | Promise<void> }[]): Promise<void> {
  app.server.closeAllConnections()
  await app.close()
  for (const worker of workers) await worker.stop()
}

type JobOptions = { delivering: { allowPrivate: boolean }; mail: Mail }

function startJobs(platform: Platform, { delivering, mail }: JobOptions): { stop(): void | Promise<void> }[] {
  return [
    startRuleJobs(platform, lastSeenIn(platform)),
    startTraitJobs(platform),
    startEmailCompanies(platform),
    startHouseholds(platform),
    startLinkageJobs(platform, linkageThread(), lastSeenIn(platform)),
    startSegmentJobs(platform),
    startSegmentExports(platform, delivering),
    startDeliveries(platform, delivering),
    startEnrichment(platform, delivering),
    startReminders(platform),
    startSendingMail(platform, mail),
    startMailingNotifications(platform, mail),
    startMailingDashboards(platform, mail),
    startEmptyingBin(platform),
    startFieldIndexing(platform),
    startComputing(platform),
    startBulkJobs(platform, peopleLists),
    startSnapshots(platform),
    startMaintenance(platform),
  ]
}

function lastSeenIn({ warehouse }: Platform) {
  return (identifiers: string[]) => lastSeenOf(warehouse, identifiers)
}

function startMaintenance(platform: Platform): { stop(): void } {
  const run = () =>
    platform.relational
      .maintain()
      .catch((error: unknown) => platform.logger.warn({ err: error }, 'Maintenance of the database failed'))
  const timer = setInterval(() => void run(), MAINTENANCE_MS)
  return { stop: () => clearInterval(timer) }
}
