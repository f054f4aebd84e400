import { sql } from 'kysely'
import { z } from 'zod'
import { source, sourceChange, sourceInput, type Source } from '../../../model/source.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { createSource, type Sources } from './sources.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Sources']

/** Sources: where events come from, each with its write key. */
export function registerSourceRoutes(app: App, platform: Platform, sources: Sources): void {
  addListAndCreate(app, platform, sources)
  addChangeAndRemove(app, platform, sources)
}

function addListAndCreate(app: App, { db }: Platform, sources: Sources): void {
  app.get(
    '/api/v1/sources',
    {
      config: { permission: 'sources:read' },
      schema: {
        response: { 200: z.object({ data: z.array(source), next: z.null() }) },
        tags,
        summary: 'All sources',
      },
    },
    async () => ({ data: await listSources(db), next: null }),
  )
  app.post(
    '/api/v1/sources',
    {
      config: { permission: 'sources:write' },
      schema: { body: sourceInput, response: { 201: source }, tags, summary: 'Make a source' },
    },
    async ({ body, actor }, reply) => {
      const made = await db.transaction().execute(async (trx) => {
        const id = await createSource(trx, body)
        if (!id) throw fail('conflict', 'This write key exists already.')
        await audit(trx, actor, {
          action: 'source.created',
          subject: { type: 'source', id, name: body.name },
        })
        return findSource(trx, id)
      })
      await sources.refresh()
      return reply.code(201).send(made)
    },
  )
}

function addChangeAndRemove(app: App, { db }: Platform, sources: Sources): void {
  app.patch(
    '/api/v1/sources/:id',
    {
      config: { permission: 'sources:write' },
      schema: {
        params: byId,
        body: sourceChange,
        response: { 200: source },
        tags,
        summary: 'Rename a source or switch it off',
      },
    },
    async ({ params, body, actor }) => {
      const changed = await db.transaction().execute(async (trx) => {
        const before = await findSource(trx, params.id)
        await sql`
          update sources set name = coalesce(${body.name ?? null}, name), enabled = coalesce(${body.enabled ?? null}, enabled)
          where id = ${params.id}`.execute(trx)
        await audit(trx, actor, {
          action: 'source.changed',
          subject: { type: 'source', id: params.id, name: before.name },
          details: body,
        })
        return findSource(trx, params.id)
      })
      await sources.refresh()
      return changed
    },
  )
  app.delete(
    '/api/v1/sources/:id',
    {
      config: { permission: 'sources:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Remove a source; its events stay',
      },
    },
    async ({ params, actor }, reply) => {
      await db.transaction().execute(async (trx) => {
        const { name } = await findSource(trx, params.id)
        await sql`delete from sources where id = ${params.id}`.execute(trx)
        await audit(trx, actor, {
          action: 'source.removed',
          subject: { type: 'source', id: params.id, name },
        })
      })
      await sources.refresh()
      return reply.code(204).send(null)
    },
  )
}

type Row = Omit<Source, 'created_at' | 'first_event_at' | 'last_event_at'> & {
  created_at: Date
  first_event_at: Date | null
  last_event_at: Date | null
}

async function listSources(db: Queryable): Promise<Source[]> {
  const { rows } =
    await sql<Row>`select * from sources where kind not in ('internal', 'import', 'form', 'enrichment') order by created_at, id`.execute(
      db,
    )
  return rows.map(withTimes)
}

async function findSource(db: Queryable, id: string): Promise<Source> {
  const { rows } =
    await sql<Row>`select * from sources where id = ${id} and kind not in ('internal', 'import', 'form', 'enrichment')`.execute(
      db,
    )
  if (!rows[0]) throw fail('not_found', 'There is no source with this id.')
  return withTimes(rows[0])
}

function withTimes(row: Row): Source {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    first_event_at: row.first_event_at?.toISOString() ?? null,
    last_event_at: row.last_event_at?.toISOString() ?? null,
  }
}
