import type {
  AssignedObject,
  Assignment,
  AssignmentRule,
  AssignmentRuleChange,
  AssignmentRuleInput,
  Unowned,
} from '../model/assignment.ts'
import type { BulkChange } from '../model/bulk-change.ts'
import type { BoundedCount } from '../model/page.ts'
import type { RecordFilter } from '../model/record-filter.ts'
import { get, list, patch, post, put, remove } from './lib/http.ts'

const rules = '/assignment-rules'

/** Rules that give new records to colleagues. */
export const assignmentApi = {
  list: (object: AssignedObject) => list<AssignmentRule>(rules, { object }),
  create: (input: AssignmentRuleInput) => post<AssignmentRule>(rules, input),
  change: (id: string, change: AssignmentRuleChange) => patch<AssignmentRule>(`${rules}/${id}`, change),
  remove: (id: string) => remove(`${rules}/${id}`),
  restore: (id: string) => post<AssignmentRule>(`${rules}/${id}/restoration`),
  order: (object: AssignedObject, ids: string[]) =>
    put<{ data: AssignmentRule[] }>(`${rules}/order`, { object, ids }),
  preview: (object: AssignedObject, filter: RecordFilter) =>
    post<BoundedCount>(`${rules}/preview`, { object, filter }),
  unowned: (object: AssignedObject) => get<Unowned>(`${rules}/applications`, { object }),
  apply: (object: AssignedObject) => post<BulkChange>(`${rules}/applications`, { object }),
  paused: () => list<{ user_id: string }>('/assignment-pauses'),
  pause: (user: string, paused: boolean) => put(`/assignment-pauses/${user}`, { paused }),
  why: (object: AssignedObject, record: string) =>
    get<{ data: Assignment | null }>('/assignments', { object, record }),
}
