import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { openTestHttp } from '../testing/index.ts'
import { noContent, type App } from './index.ts'

type Operation = {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: object[]
  parameters: { name: string; in: string }[]
  responses: Record<string, { content?: Record<string, { schema: { properties: object } }> }>
}

let app: App
let paths: Record<string, Record<string, Operation>>
beforeAll(async () => {
  app = await openTestHttp()
  const docs = { tags: ['Things'] }
  const row = z.object({ id: z.uuid() })
  app.get(
    '/api/v1/things',
    {
      config: { permission: 'people:read' },
      schema: { ...docs, summary: 'The things', querystring: pageQuery, response: { 200: pageOf(row) } },
    },
    () => ({ data: [], next: null }),
  )
  app.delete(
    '/api/v1/things/:id',
    {
      config: { permission: 'public' },
      schema: { ...docs, summary: 'Remove a thing', params: row, response: { 204: noContent } },
    },
    async (_request, reply) => reply.code(204).send(null),
  )
  app.get('/inside', { schema: { tags: ['Inside'], summary: 'Not for others' } }, () => 1)
  paths = (await app.inject('/openapi.json')).json().paths
})
afterAll(() => app.close())

it('describes the routes of the API and no others', () => {
  expect(Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods)])).toEqual([
    ['/api/v1/things', ['get']],
    ['/api/v1/things/{id}', ['delete']],
  ])
})

it('says what a route does, what it needs and how to sign in for it', () => {
  expect(paths['/api/v1/things']?.get).toMatchObject({
    operationId: 'get_things',
    summary: 'The things',
    tags: ['Things'],
    description: 'Needs the permission `people:read`.',
    security: [{ bearer: [] }, { cookie: [] }],
  })
  expect(paths['/api/v1/things/{id}']?.delete).toMatchObject({
    operationId: 'delete_things_by_id',
    security: [],
  })
})

it('describes parameters, answers and errors', () => {
  const list = paths['/api/v1/things']?.get
  expect(list?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual([
    'query limit',
    'query cursor',
  ])
  expect(list?.responses['200']?.content?.['application/json']?.schema.properties).toMatchObject({
    data: { type: 'array' },
  })
  expect(list?.responses['4XX']?.content?.['application/json']?.schema.properties).toMatchObject({
    error: { type: 'object' },
  })
  expect(paths['/api/v1/things/{id}']?.delete?.responses['204']).not.toHaveProperty('content')
})
