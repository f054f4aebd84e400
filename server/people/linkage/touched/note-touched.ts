import { sql } from 'kysely'
import { z } from 'zod'
import type { Processor } from '../../../platform/outbox/index.ts'

const peopleChanged = z.object({ profiles: z.array(z.string()).default([]) })

/**
 * Notes who changed, once something was learned by which to compare them, or is being learned from people who were read
 * before they changed.
 */
export const noteTouched: Processor = {
  name: 'linkage-touched',
  handles: ['people.changed'],
  async run(news, { trx }) {
    const people = [...new Set(news.flatMap(({ payload }) => peopleChanged.parse(payload).profiles))]
    if (people.length === 0) return
    await sql`
      insert into linkage_touched (person_id) select unnest(${people}::uuid[])
      where exists (select from linkage_models where scoring is not null)
        or exists (select from linkage_runs where state in ('waiting', 'running'))
      on conflict (person_id) do update set touch = excluded.touch, touched_at = excluded.touched_at`.execute(
      trx,
    )
  },
}
