import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TestSegments } from './open-test-segments.ts'

type Wanted = { person?: string; company?: string; amount?: number }

/** An open deal of a person or company in a pipeline of its own; `lost` is the stage of lost ones there. */
export async function addTestDeal(
  test: TestSegments,
  { person, company, amount }: Wanted,
): Promise<{ id: string; lost: string }> {
  const { db } = test.platform
  const [id, pipeline, open, lost] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await sql`insert into pipelines (id, name) values (${pipeline}, 'Sales')`.execute(db)
  await sql`
    insert into stages (id, pipeline_id, name, kind, probability, position)
    values (${open}, ${pipeline}, 'Talking', 'open', 50, 0), (${lost}, ${pipeline}, 'Lost', 'lost', 0, 1)`.execute(
    db,
  )
  await sql`
    insert into deals (id, name, pipeline_id, stage_id, amount, currency, person_ref, company_id)
    values (${id}, 'Deal', ${pipeline}, ${open}, ${amount ?? null}, 'EUR',
      ${person === undefined ? null : test.idOf(person)}, ${company === undefined ? null : test.companyOf(company)})`.execute(
    db,
  )
  return { id, lost }
}
