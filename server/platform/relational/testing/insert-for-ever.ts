import { sql } from 'kysely'
import { openEmbeddedRelational } from '../index.ts'

const { db } = await openEmbeddedRelational(process.argv[2] ?? '')
await sql`create table if not exists kept (pair bigint not null, half text not null)`.execute(db)
const { rows } = await sql<{ next: number }>`select coalesce(max(pair), 0) + 1 as next from kept`.execute(db)

/** Two rows a transaction: after a kill there are both or none. */
for (let pair = rows[0]?.next ?? 1; ; pair++) {
  await db.transaction().execute(async (trx) => {
    await sql`insert into kept values (${pair}, 'first')`.execute(trx)
    await sql`insert into kept values (${pair}, 'second')`.execute(trx)
  })
  process.stdout.write(`${pair}\n`)
}
