import { sql } from 'kysely'
import { z } from 'zod'
import type { Processor } from '../../platform/outbox/index.ts'

const peopleChanged = z.object({ gone: z.array(z.object({ from: z.string(), to: z.string() })) })

/** Somebody who has become another person is in no pair any more; what was decided about the two is kept. */
const dropGonePairs: Processor = {
  name: 'linkage',
  handles: ['people.changed'],
  async run(news, { trx }) {
    const gone = news.flatMap(({ payload }) => peopleChanged.parse(payload).gone.map(({ from }) => from))
    if (gone.length === 0) return
    await sql`
      delete from linkage_pairs where a = any(${gone}::uuid[]) or b = any(${gone}::uuid[])`.execute(trx)
  },
}

/** What matching does about news. */
export const linkageProcessors: readonly Processor[] = [dropGonePairs]
