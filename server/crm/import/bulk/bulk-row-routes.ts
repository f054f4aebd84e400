import { bulkObjects, bulkRows, MAX_BULK_ROWS } from '../../../../model/bulk-rows.ts'
import { importObjectNames, importRecord } from '../../../../model/import.ts'
import type { App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { toImport } from '../manage/import-row.ts'
import { createBulk } from './create-bulk.ts'

const MAX_BODY_BYTES = 20 * 1024 * 1024

/** Adds the addresses that take many rows at once. What they begin is an import: it is watched, listed and undone as one. */
export function addBulkRows(app: App, platform: Platform): void {
  for (const object of bulkObjects) {
    const noun = importObjectNames[object].toLowerCase()
    app.post(
      `/api/v1/${object}/bulk`,
      {
        config: { permission: 'imports:write' },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          body: bulkRows[object],
          response: { 202: importRecord },
          tags: ['Imports'],
          summary: `Create or update up to ${MAX_BULK_ROWS.toLocaleString('en')} ${noun}; GET /imports/{id} and /imports/{id}/rows tell what became of them`,
        },
      },
      async ({ body, actor }, reply) => {
        const record = await createBulk(platform, actor, { object, body })
        return reply.code(202).send(toImport(record, platform.clock.now()))
      },
    )
  }
}
