import { z } from 'zod'
import { boardCardsSearch, boardSearch } from '../../../model/deal-board.ts'
import { boardColumn, deal, type Pipeline } from '../../../model/deal.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { fail } from '../../platform/errors.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Database, Queryable } from '../../platform/relational/index.ts'
import { dealFilterQuery } from '../deals/filter-query.ts'
import { invalidField } from '../invalid-field.ts'
import { findPipeline, findPipelineOfStage, listPipelines } from '../pipelines/find-pipelines.ts'
import { listCards } from './board-cards.ts'
import { dealBoard } from './deal-board.ts'
import { selectionOf } from './selection-of.ts'

const tags = ['Deals']
const config = { permission: 'deals:read' } as const
const board = z.object({ data: z.array(boardColumn) })
const byStage = z.object({ stage: z.uuid() })

/** The board: a column a stage, a card a deal. */
export function addBoardRoutes(app: App, { db }: Platform): void {
  addReading(app, db)
  addSearch(app, db)
}

function addReading(app: App, db: Database): void {
  app.get(
    '/api/v1/deals/board',
    {
      config,
      schema: {
        querystring: dealFilterQuery.extend({ pipeline: z.uuid().optional() }),
        response: { 200: board },
        tags,
        summary: 'The board of a pipeline, of the first one when none is named',
      },
    },
    async ({ actor, query: { pipeline, ...query } }) => ({
      data: await dealBoard(db, actor, {
        ...selectionOf(query),
        pipeline: await pipelineNamed(db, pipeline),
      }),
    }),
  )
  app.get(
    '/api/v1/deals/board/:stage',
    {
      config,
      schema: {
        params: byStage,
        querystring: pageQuery.extend(dealFilterQuery.shape),
        response: { 200: pageOf(deal) },
        tags,
        summary: 'The cards of a column of the board',
      },
    },
    async ({ actor, params: { stage }, query: { limit, cursor, ...query } }) => {
      await requireStage(db, stage)
      return listCards(db, actor, { ...selectionOf(query), stage, limit, cursor })
    },
  )
}

function addSearch(app: App, db: Database): void {
  app.post(
    '/api/v1/deals/board/search',
    {
      config,
      schema: {
        body: boardSearch,
        response: { 200: board },
        tags,
        summary: 'The board of a pipeline by a filter over all fields of deals',
      },
    },
    async ({ actor, body: { pipeline, ...selection } }) => ({
      data: await dealBoard(db, actor, { ...selection, pipeline: await pipelineNamed(db, pipeline) }),
    }),
  )
  app.post(
    '/api/v1/deals/board/:stage/search',
    {
      config,
      schema: {
        params: byStage,
        body: boardCardsSearch,
        response: { 200: pageOf(deal) },
        tags,
        summary: 'The cards of a column of the board by a filter over all fields of deals',
      },
    },
    async ({ actor, params: { stage }, body }) => {
      await requireStage(db, stage)
      return listCards(db, actor, { ...body, stage })
    },
  )
}

async function requireStage(db: Queryable, id: string): Promise<void> {
  if (!(await findPipelineOfStage(db, id))) throw fail('not_found', 'There is no stage with this id.')
}

async function pipelineNamed(db: Queryable, id: string | undefined): Promise<Pipeline> {
  const pipeline = id ? await findPipeline(db, id) : (await listPipelines(db))[0]
  if (!pipeline) throw invalidField('pipeline', 'There is no pipeline with this id.')
  return pipeline
}
