import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Snippet } from '../../../model/activity.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

describe.each(engines)('snippets on the %s engine', (engine) => {
  let crm: TestCrm

  beforeAll(async () => {
    crm = await openTestCrm(engine)
  })
  afterAll(() => crm.close())

  const list = async (query = '') => (await crm.api.get<Page<Snippet>>(`/api/v1/snippets${query}`)).body
  const add = (name: string, text = 'Hello') =>
    crm.api.post<Snippet & { error: { details: object } }>('/api/v1/snippets', { name, text })

  it('are kept by name, page by page, and no name twice', async () => {
    for (const name of ['b', 'A', 'c']) expect((await add(name)).status).toBe(201)
    expect((await add('a')).body.error.details).toMatchObject([{ field: 'name' }])
    const first = await list('?limit=2')
    const second = await list(`?limit=2&cursor=${first.next}`)
    expect([...first.data, ...second.data].map(({ name }) => name)).toEqual(['A', 'b', 'c'])
    expect(second.next).toBeNull()
  })

  it('can be deleted once', async () => {
    const { body } = await add('Gone')
    expect((await crm.api.delete(`/api/v1/snippets/${body.id}`)).status).toBe(204)
    expect((await crm.api.delete(`/api/v1/snippets/${body.id}`)).status).toBe(404)
  })

  it('need a name and a text', async () => {
    expect((await add(' ')).status).toBe(400)
    expect((await add('Empty', '')).status).toBe(400)
  })
})
