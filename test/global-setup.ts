import type {} from 'vitest'
import type { TestProject } from 'vitest/node'
import { findTools } from '../scripts/provision.ts'
import { startPostgres } from './postgres-server.ts'

const NEED_POSTGRES = new Set(['server', 'e2e'])

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser's URL of the run's own PostgreSQL server; tests make databases of their own in it. */
    postgresUrl: string
  }
}

/** Starts the one PostgreSQL server of this run and tells the tests its URL: `inject('postgresUrl')`. */
export async function setup(root: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!root.vitest.projects.some(({ name }) => NEED_POSTGRES.has(name))) return undefined
  const { postgresBin } = findTools()
  if (!postgresBin)
    throw new Error('The tests need PostgreSQL 15 or later: run "npm test" once, or install postgresql.')
  const server = await startPostgres(postgresBin)
  root.provide('postgresUrl', server.url)
  return () => server.stop()
}
