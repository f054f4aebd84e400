import type { z } from 'zod'
import type {
  Form,
  formChange,
  FormDefinition,
  formInput,
  Submission,
  SubmissionState,
} from '../model/form.ts'
import type { Page } from '../model/page.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, patch, post, remove } from './lib/http.ts'

const path = '/forms'

/** Forms by which people become leads. */
export const formsApi = {
  list: () => list<Form>(path),
  get: (id: string) => get<Form>(`${path}/${id}`),
  create: (input: z.input<typeof formInput>) => post<Form>(path, input),
  change: (id: string, change: z.input<typeof formChange>) => patch<Form>(`${path}/${id}`, change),
  remove: (id: string) => remove(`${path}/${id}`),
  restore: (id: string) => post<Form>(`${path}/${id}/restoration`),
  preview: (definition: FormDefinition) => post<{ html: string }>(`${path}/preview`, definition),
  answers: (id: string, state: SubmissionState | undefined, page: PageRequest): Promise<Page<Submission>> =>
    list<Submission>(`${path}/${id}/submissions`, { state, ...page }),
  accept: (id: string, submission: string) =>
    post<void>(`${path}/${id}/submissions/${submission}/acceptance`),
}
