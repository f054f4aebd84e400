import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import type { salesDealsFileQuery, salesDealsQuery } from '../../../model/sales.ts'
import { visibleTo } from '../../access/index.ts'
import { listDealsWhere } from '../../crm/index.ts'
import { csvLine } from '../../platform/csv-line.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { isBehind } from './figures.ts'
import { dealsOf, seesAmounts, sliceOf, type Slice } from './slice.ts'

const ROWS_PER_READ = 1_000

/** A page of the deals behind a number of a report. Throws `validation_failed`, `forbidden`. */
export async function listDealsBehind(
  { db, clock }: Platform,
  caller: Actor,
  query: z.output<typeof salesDealsQuery>,
): Promise<Page<Deal>> {
  const slice = await sliceOf(db, caller, query, clock.now())
  return listDealsWhere(db, caller, { ...query, condition: idsBehind(slice, query) })
}

/** The deals behind a number as lines of a CSV file: those of them that the caller may export. Throws as the list does. */
export async function dealsBehindCsv(
  { db, clock }: Platform,
  caller: Actor,
  query: z.output<typeof salesDealsFileQuery>,
): Promise<AsyncGenerator<string>> {
  const slice = await sliceOf(db, caller, query, clock.now())
  const mayExport = visibleTo(caller, 'deals', 'export', sql`d`)
  return lines(sql`${idsBehind(slice, query)} and ${mayExport}`)

  async function* lines(condition: RawBuilder<unknown>): AsyncGenerator<string> {
    yield csvLine(header)
    const sort = 'name'
    for (let cursor: string | undefined; ;) {
      const page = await listDealsWhere(db, caller, { condition, sort, limit: ROWS_PER_READ, cursor })
      for (const deal of page.data) yield csvLine(cellsOf(deal, slice))
      if (page.next === null) return
      cursor = page.next
    }
  }
}

function idsBehind(slice: Slice, query: z.output<typeof salesDealsFileQuery>): RawBuilder<unknown> {
  return sql`d.deleted_at is null and d.id in (select d.id from ${dealsOf(slice)} and ${isBehind(slice, query)})`
}

const header = [
  'Id',
  'Name',
  'Stage',
  'Amount',
  'Currency',
  'Person',
  'Company',
  'Owner',
  'Created',
  'Expected close',
  'Closed',
  'Reason',
]

function cellsOf(deal: Deal, slice: Slice): (string | number | null)[] {
  const { person, company, owner, close_reason } = deal
  return [
    deal.id,
    deal.name,
    slice.pipeline.stages.find(({ id }) => id === deal.stage_id)?.name ?? null,
    seesAmounts(slice) ? deal.amount : null,
    deal.currency,
    person && (person.name ?? person.email),
    company && (company.name ?? company.group_id),
    owner && owner.name,
    deal.created_at.slice(0, 10),
    deal.expected_close_on,
    deal.closed_at && deal.closed_at.slice(0, 10),
    close_reason && close_reason.name,
  ]
}
