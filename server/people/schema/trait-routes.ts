import { z } from 'zod'
import { pageQuery } from '../../../model/page.ts'
import { MAX_TRAIT_NAME, traitChange, traitInfo, traitPage, traitSurvey } from '../../../model/trait.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor, App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeTrait } from './change-trait.ts'
import { listTraits } from './list-traits.ts'
import { surveyTraits } from './survey-traits.ts'

const tags = ['Traits']
const params = z.object({ name: z.string().min(1).max(MAX_TRAIT_NAME) })

/** Which traits there are, and what is said about them; `forgetCallers` has new marks hold from the next request on. */
export function addTraitRoutes(app: App, platform: Platform, forgetCallers: () => void): void {
  app.get(
    '/api/v1/traits',
    {
      config: { permission: 'people:read' },
      schema: {
        querystring: pageQuery.extend({ search: z.string().trim().max(200).optional() }),
        response: { 200: traitPage },
        tags,
        summary: 'Traits found among people, those of most people first',
      },
    },
    ({ actor, query }) => listTraits(platform.db, actor, query),
  )
  app.patch(
    '/api/v1/traits/:name',
    {
      config: { permission: 'objects:write' },
      schema: {
        params,
        body: traitChange,
        response: { 200: traitInfo },
        tags,
        summary: 'Describe a trait, mark it as sensitive, or give its sources an order',
      },
    },
    async ({ actor, params: { name }, body }) => {
      await changeTrait(platform, actor, { name, change: body })
      forgetCallers()
      return one(platform, actor, name)
    },
  )
  app.post(
    '/api/v1/traits/survey',
    {
      config: { permission: 'objects:write' },
      schema: { response: { 200: traitSurvey }, tags, summary: 'Look now which traits there are' },
    },
    async ({ actor }) => {
      await surveyTraits(platform)
      return (await listTraits(platform.db, actor, { limit: 1 })).survey
    },
  )
}

async function one({ db }: Platform, actor: Actor, name: string) {
  const { data } = await listTraits(db, actor, { limit: 1, name })
  const [trait] = data
  invariant(trait, 'A trait that was just changed is there.')
  return trait
}
