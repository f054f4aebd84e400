import { sql } from 'kysely'
import { z } from 'zod'
import type { Processor } from '../../platform/outbox/index.ts'
import { placePeople } from './place-people.ts'
import { modeInForce } from './rule.ts'

const changed = z.object({ profiles: z.array(z.string()).default([]) })

/** Works out anew where people live whose profile says something else: an address, or whom they were merged with. */
export const placeChangedPeople: Processor = {
  name: 'households',
  handles: ['people.changed'],
  async run(news, { trx }) {
    const people = [...new Set(news.flatMap(({ payload }) => changed.parse(payload).profiles))]
    const mode = await modeInForce(trx)
    if (mode === 'off') {
      const { rows } = await sql`select from household_choices limit 1`.execute(trx)
      if (rows.length === 0) return
    }
    await placePeople(trx, people, mode)
  },
}
