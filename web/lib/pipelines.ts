import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Pipeline, Stage } from '../../model/deal.ts'
import { api } from '../api.ts'

/** All pipelines with their stages; they change seldom. */
export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: async () => (await api.pipelines.list()).data,
  staleTime: 5 * 60_000,
})

/** The reasons that deals are won or lost for; they change seldom. */
export const closeReasonsQuery = queryOptions({
  queryKey: ['close-reasons'],
  queryFn: async () => (await api.closeReasons.list()).data,
  staleTime: 5 * 60_000,
})

/** Finds the stage of a deal by its id, once the pipelines have been read. */
export function useStageOf(): (stageId: string) => Stage | undefined {
  const { data: pipelines } = useQuery(pipelinesQuery)
  return (stageId) => findStage(pipelines ?? [], stageId)
}

/** The stage with this id, whichever pipeline it belongs to. */
function findStage(pipelines: Pipeline[], stageId: string): Stage | undefined {
  return pipelines.flatMap((one) => one.stages).find((stage) => stage.id === stageId)
}
