import { z } from 'zod'
import { binEntry } from '../../../model/bin.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import type { Permission } from '../../../model/roles.ts'
import { noContent, type Actor, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { deleteCompanyIn } from './delete-company.ts'
import { deletePersonIn } from './delete-person.ts'
import { listBin } from './list-bin.ts'
import { restoreCompanyIn, restorePersonIn } from './restore.ts'

const params = z.object({ id: z.uuid() })

type Place = { id: string; at: Date }
type Kind = {
  path: string
  what: string
  tag: string
  write: Permission
  remove(trx: Trx, actor: Actor, place: Place): Promise<void>
  restore(trx: Trx, actor: Actor, place: Place): Promise<string>
}

const kinds: Kind[] = [
  {
    path: 'people',
    what: 'a person',
    tag: 'People',
    write: 'people:write',
    remove: deletePersonIn,
    restore: restorePersonIn,
  },
  {
    path: 'companies',
    what: 'a company',
    tag: 'Companies',
    write: 'companies:write',
    remove: deleteCompanyIn,
    restore: restoreCompanyIn,
  },
]

/** The bin: what was deleted, and the deletion and restoration of people and companies. */
export function addBinRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/bin',
    {
      config: { permission: 'records:read' },
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(binEntry) },
        tags: ['Bin'],
        summary: 'What was deleted in the last 30 days and can be put back, the newest first',
      },
    },
    async ({ actor, query }) => listBin(platform, actor, query),
  )
  for (const kind of kinds) addKind(app, platform, kind)
}

function addKind(app: App, { db, clock }: Platform, { path, what, tag, write, remove, restore }: Kind): void {
  const inTransaction = <Result>(work: (trx: Trx, at: Date) => Promise<Result>) =>
    db.transaction().execute((trx) => work(trx, new Date(clock.now())))
  app.delete(
    `/api/v1/${path}/:id`,
    {
      config: { permission: write },
      schema: {
        params,
        response: { 204: noContent },
        tags: [tag],
        summary: `Put ${what} into the bin, from where it can be restored for 30 days`,
      },
    },
    async ({ actor, params: { id } }, reply) => {
      await inTransaction((trx, at) => remove(trx, actor, { id, at }))
      return reply.code(204).send(null)
    },
  )
  app.post(
    `/api/v1/${path}/:id/restoration`,
    {
      config: { permission: write },
      schema: {
        params,
        response: { 200: params },
        tags: [tag],
        summary: `Restore ${what} from the bin; gives the id of today`,
      },
    },
    async ({ actor, params: { id } }) => ({
      id: await inTransaction((trx, at) => restore(trx, actor, { id, at })),
    }),
  )
}
