import { z } from 'zod'
import {
  computedChange,
  computedExplanation,
  computedInput,
  computedPreview,
  computedPreviewInput,
  computedTrait,
  computedUse,
} from '../../../model/computed-trait.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findComputedTrait, listComputedTraits } from './computed-row.ts'
import { createComputedTrait, removeComputedTrait, updateComputedTrait } from './computed-traits.ts'
import { explainValue } from './explain-value.ts'
import { previewTrait } from './preview-trait.ts'
import { listTraitUses } from './trait-uses.ts'

const tags = ['Computed traits']
const params = z.object({ id: z.uuid() })
const read = { permission: 'segments:read' } as const
const write = { permission: 'segments:write' } as const

/** Computed traits over the API. */
export function addComputedRoutes(app: App, platform: Platform): void {
  addTraits(app, platform)
  addTrait(app, platform)
  addValues(app, platform)
}

function addTraits(app: App, platform: Platform): void {
  app.get(
    '/api/v1/computed-traits',
    {
      config: read,
      schema: {
        response: { 200: z.object({ data: z.array(computedTrait), next: z.null() }) },
        tags,
        summary: 'The computed traits, by name',
      },
    },
    async () => ({ data: await listComputedTraits(platform.db), next: null }),
  )

  app.post(
    '/api/v1/computed-traits',
    {
      config: write,
      schema: {
        body: computedInput,
        response: { 201: computedTrait },
        tags,
        summary: 'Make a computed trait; its values are worked out in the background',
      },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createComputedTrait(platform, actor, body)),
  )
}

function addTrait(app: App, platform: Platform): void {
  app.get(
    '/api/v1/computed-traits/:id',
    { config: read, schema: { params, response: { 200: computedTrait }, tags, summary: 'A computed trait' } },
    ({ params: { id } }) => findComputedTrait(platform.db, id),
  )

  app.get(
    '/api/v1/computed-traits/:id/uses',
    {
      config: read,
      schema: {
        params,
        response: { 200: z.object({ data: z.array(computedUse) }) },
        tags,
        summary: 'What needs a computed trait: segments that compare it, and browser keys that show it',
      },
    },
    async ({ params: { id } }) => {
      const { name } = await findComputedTrait(platform.db, id)
      return { data: await listTraitUses(platform.db, name) }
    },
  )

  app.patch(
    '/api/v1/computed-traits/:id',
    {
      config: write,
      schema: {
        params,
        body: computedChange,
        response: { 200: computedTrait },
        tags,
        summary: 'Change a computed trait; with another definition it is built anew',
      },
    },
    ({ actor, body, params: { id } }) => updateComputedTrait(platform, actor, { id, change: body }),
  )

  app.delete(
    '/api/v1/computed-traits/:id',
    {
      config: write,
      schema: { params, response: { 204: noContent }, tags, summary: 'Remove a computed trait' },
    },
    async ({ actor, params: { id } }, reply) => {
      await removeComputedTrait(platform, actor, id)
      return reply.code(204).send(null)
    },
  )
}

function addValues(app: App, platform: Platform): void {
  app.post(
    '/api/v1/computed-traits/preview',
    {
      config: { permission: 'people:read' },
      schema: {
        body: computedPreviewInput,
        response: { 200: computedPreview },
        tags,
        summary:
          'What a definition would give now: how many people have a value, how it is spread, some values',
      },
    },
    ({ actor, body }) => previewTrait(platform, actor, body.definition),
  )

  app.get(
    '/api/v1/computed-traits/:id/people/:personId',
    {
      config: { permission: 'people:read' },
      schema: {
        params: params.extend({ personId: z.uuid() }),
        response: { 200: computedExplanation },
        tags,
        summary:
          'How the value of a person came about: by which events or rules, until when, and what it was before',
      },
    },
    ({ actor, params: { id, personId } }) => explainValue(platform, actor, { traitId: id, personId }),
  )
}
