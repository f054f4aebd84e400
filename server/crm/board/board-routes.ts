import { z } from 'zod'
import { boardColumn, deal, type Pipeline } from '../../../model/deal.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { fail } from '../../platform/errors.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { dealFilterQuery } from '../deals/filter-query.ts'
import { invalidField } from '../invalid-field.ts'
import { findPipeline, findPipelineOfStage, listPipelines } from '../pipelines/find-pipelines.ts'
import { listCards } from './board-cards.ts'
import { dealBoard } from './deal-board.ts'

const tags = ['Deals']

/** The board: a column a stage, a card a deal. */
export function addBoardRoutes(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/deals/board',
    {
      config: { permission: 'deals:read' },
      schema: {
        querystring: dealFilterQuery.extend({ pipeline: z.uuid().optional() }),
        response: { 200: z.object({ data: z.array(boardColumn) }) },
        tags,
        summary: 'The board of a pipeline, of the first one when none is named',
      },
    },
    async ({ actor, query: { pipeline, ...filter } }) => ({
      data: await dealBoard(db, actor, { ...filter, pipeline: await pipelineNamed(db, pipeline) }),
    }),
  )
  app.get(
    '/api/v1/deals/board/:stage',
    {
      config: { permission: 'deals:read' },
      schema: {
        params: z.object({ stage: z.uuid() }),
        querystring: pageQuery.extend(dealFilterQuery.shape),
        response: { 200: pageOf(deal) },
        tags,
        summary: 'The cards of a column of the board',
      },
    },
    async ({ actor, params, query }) => {
      if (!(await findPipelineOfStage(db, params.stage)))
        throw fail('not_found', 'There is no stage with this id.')
      return listCards(db, actor, { ...query, stage: params.stage })
    },
  )
}

async function pipelineNamed(db: Queryable, id: string | undefined): Promise<Pipeline> {
  const pipeline = id ? await findPipeline(db, id) : (await listPipelines(db))[0]
  if (!pipeline) throw invalidField('pipeline', 'There is no pipeline with this id.')
  return pipeline
}
