import { z } from 'zod'
import {
  fieldValueChange,
  fieldValues,
  fieldValuesChange,
  type FieldValues,
  type FieldValuesChange,
} from '../../../model/field.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import type { Actor, App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { standardObjects, type StandardObject } from '../objects/standard-objects.ts'
import { fieldHistory } from './field-history.ts'
import { findValues } from './find-values.ts'
import { refusedFields } from './start-fields.ts'
import { writeFields } from './write-fields.ts'

const byId = z.object({ id: z.uuid() })

/** The custom values of Kith's own objects. */
export function addValueRoutes(app: App, platform: Platform): void {
  for (const records of standardObjects) addRoutesOf(app, platform, records)
}

function addRoutesOf(app: App, platform: Platform, { object, path, tag, read, write }: StandardObject): void {
  const tags = [tag]
  app.get(
    `/api/v1/${path}/:id/fields`,
    {
      config: { permission: read },
      schema: {
        params: byId,
        response: { 200: fieldValues },
        tags,
        summary: `The custom values of a ${object}`,
      },
    },
    async ({ params, actor }) => findValues(platform.db, actor, { object, id: params.id }),
  )
  app.patch(
    `/api/v1/${path}/:id/fields`,
    {
      config: { permission: write },
      schema: {
        params: byId,
        body: fieldValuesChange,
        response: { 200: fieldValues },
        tags,
        summary: `Change custom values of a ${object}`,
      },
    },
    async ({ params, body, actor }) => changeValues(platform, actor, { object, id: params.id, change: body }),
  )
  app.get(
    `/api/v1/${path}/:id/fields/:key/history`,
    {
      config: { permission: read },
      schema: {
        params: byId.extend({ key: z.string().max(60) }),
        querystring: pageQuery,
        response: { 200: pageOf(fieldValueChange) },
        tags,
        summary: `What a custom field of a ${object} was before, newest first`,
      },
    },
    async ({ params, query, actor }) => fieldHistory(platform.db, actor, { object, ...params, ...query }),
  )
}

/** Writes values of one record, and gives all that it has then. Throws `validation_failed`, `conflict`, `not_found`, `forbidden`. */
export async function changeValues(
  { db, clock }: Platform,
  actor: Actor,
  { object, id, change }: { object: string; id: string; change: FieldValuesChange },
): Promise<FieldValues> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await requireRecordOf(trx, actor, { object, id, action: 'edit' })
    const { refused } = await writeFields(trx, actor, { object, rows: [{ id, ...change }], at })
    if (refused[0]) throw refusedFields(refused[0].problems)
    return findValues(trx, actor, { object, id })
  })
}
