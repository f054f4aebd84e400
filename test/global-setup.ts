import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from 'vitest'
import type { TestProject } from 'vitest/node'
import { findTools } from '../scripts/provision.ts'
import { makeEmbeddedTemplate } from './embedded-template.ts'
import { buildWhenStale } from './build-when-stale.ts'
import { startPostgres } from './postgres-server.ts'

const NEED_PROGRAM = ['e2e', 'faults']
const NEED_DATABASES = ['server', ...NEED_PROGRAM]

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser's URL of the run's own PostgreSQL server; tests make databases of their own in it. */
    postgresUrl: string
    /** The migrated embedded database that tests open copies of. */
    embeddedTemplate: string
    /** A folder of this run, for what the browser tests make once and share. */
    runFolder: string
  }
}

/**
 * Prepares what the chosen projects share: the run's one PostgreSQL server (`inject('postgresUrl')`), the embedded database
 * that tests open copies of (`inject('embeddedTemplate')`), and for tests of the whole program what was built and a folder (`inject('runFolder')`).
 */
export async function setup(root: TestProject): Promise<() => Promise<void>> {
  const chosen = new Set(root.vitest.projects.map(({ name }) => name))
  const needs = (names: string[]) => names.some((name) => chosen.has(name))
  const undo = [
    ...(needs(NEED_PROGRAM) ? [await prepareProgram(root)] : []),
    ...(needs(NEED_DATABASES) ? [await preparePostgres(root), await prepareEmbedded(root)] : []),
  ]
  return async () => {
    for (const one of undo) await one()
  }
}

async function prepareProgram(root: TestProject): Promise<() => Promise<void>> {
  buildWhenStale()
  const folder = await mkdtemp(join(tmpdir(), 'kith-e2e-'))
  root.provide('runFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}

async function preparePostgres(root: TestProject): Promise<() => Promise<void>> {
  const { postgresBin } = findTools()
  if (!postgresBin)
    throw new Error('The tests need PostgreSQL 15 or later: run "npm test" once, or install postgresql.')
  const server = await startPostgres(postgresBin)
  root.provide('postgresUrl', server.url)
  return () => server.stop()
}

async function prepareEmbedded(root: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-embedded-template-'))
  root.provide('embeddedTemplate', await makeEmbeddedTemplate(folder))
  return () => rm(folder, { recursive: true, force: true })
}
