import { expect, it } from 'vitest'
import type { EnrichmentProvider } from '../../../model/enrichment.ts'
import { bodyProblem, changeOf, draftOf, keysOf } from './provider-draft.ts'

const provider = {
  name: 'Sage',
  definition: {
    request: {
      method: 'POST',
      url: 'https://x.example/?key={{ secret.api_key }}',
      headers: [],
      body: { e: '{{ email }}' },
    },
    not_found: { statuses: [404, 422], empty_path: null },
  },
} as unknown as EnrichmentProvider

it('is the same when nothing was edited', () => {
  const change = changeOf(draftOf(provider), 3)
  expect(change).toEqual({ name: 'Sage', version: 3, definition: provider.definition })
})

it('reads what was typed, and says what is no JSON', () => {
  const draft = {
    ...draftOf(provider),
    body: '{"a": "{{ secret.other }}"}',
    statuses: '404 410,x',
    keys: { other: 'k' },
  }
  expect(changeOf(draft, 1)).toMatchObject({
    definition: { request: { body: { a: '{{ secret.other }}' } }, not_found: { statuses: [404, 410] } },
    secrets: { other: 'k' },
  })
  expect(keysOf(draft, ['old'])).toEqual(['api_key', 'other', 'old'])
  expect(bodyProblem({ ...draft, body: '[1]' })).toMatch('no JSON object')
  expect(bodyProblem({ ...draft, body: ' ' })).toBeNull()
})
