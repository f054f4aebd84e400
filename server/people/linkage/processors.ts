import { sql } from 'kysely'
import { z } from 'zod'
import type { Processor } from '../../platform/outbox/index.ts'
import { noteTouched } from './touched/note-touched.ts'

const peopleChanged = z.object({ gone: z.array(z.object({ from: z.string(), to: z.string() })) })

/** Somebody who has become another person is in no pair any more but those that were decided, which may be taken back. */
const dropGonePairs: Processor = {
  name: 'linkage',
  handles: ['people.changed'],
  async run(news, { trx }) {
    const gone = news.flatMap(({ payload }) => peopleChanged.parse(payload).gone.map(({ from }) => from))
    if (gone.length === 0) return
    await sql`
      delete from linkage_pairs where (a = any(${gone}::uuid[]) or b = any(${gone}::uuid[]))
        and state not in ('same', 'different')`.execute(trx)
  },
}

/** What matching does about news. */
export const linkageProcessors: readonly Processor[] = [dropGonePairs, noteTouched]
