import type { SegmentCost } from '../model/segment-cost.ts'
import { get, put, remove } from './lib/http.ts'

/** What segments cost to keep. */
export const segmentCostApi = {
  get: (id: string) => get<SegmentCost>(`/segments/${id}/cost`),
  exempt: (id: string) => put<SegmentCost>(`/segments/${id}/exemption`, {}),
  endExemption: (id: string) => remove(`/segments/${id}/exemption`),
}
