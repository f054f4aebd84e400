import { z } from 'zod'
import type { ChangesAnswer, ChangesQuery } from '../../../model/change.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, encodeCursor, type Actor } from '../../platform/http/index.ts'
import { latestPlace, newsKeptDays, readNews, type Place } from '../../platform/outbox/index.ts'
import type { Platform } from '../../platform/index.ts'
import { seesField } from '../objects/record-rights.ts'
import { changeTypes, recordOf } from './change-types.ts'
import { visibleRecords } from './visible-records.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** A place, and up to when everything before it has been read: from one that is too old, some would be missed. */
const cursorShape = z.tuple([z.string().regex(/^\d{1,20}$/), z.number().int().min(0), z.number()])

/**
 * What changed in the CRM after a place, in the order in which it became visible, of what the caller may see. A page may be
 * shorter than asked for though there is more. Throws `gone` for a place that is too old to go on from.
 */
export async function listChanges(
  { db, clock }: Platform,
  caller: Actor,
  { after, limit }: Pick<ChangesQuery, 'after' | 'limit'>,
): Promise<ChangesAnswer> {
  const now = clock.now()
  const place = await placeOf(db, after, now)
  const news = await readNews(db, { types: changeTypes, after: place, limit })
  const found = news.flatMap((one) => {
    const record = recordOf(one)
    return record ? [{ one, record }] : []
  })
  const isVisible = await visibleRecords(
    db,
    caller,
    found.map(({ record }) => record),
  )
  const last = news.at(-1)
  const more = news.length === limit
  const { txid, id } = last ?? place
  return {
    data: found
      .filter(({ record }) => isVisible(record))
      .map(({ one, record: { object, id, changed } }) => ({
        type: one.type,
        object,
        record_id: id,
        changed: changed.filter((field) => seesField(caller, object, field)),
        at: one.at.toISOString(),
      })),
    next: encodeCursor([txid, id, more && last ? last.at.getTime() : now]),
    more,
  }
}

async function placeOf(db: Platform['db'], after: string | undefined, now: number): Promise<Place> {
  if (after === undefined) return { txid: '0', id: 0 }
  if (after === 'now') return latestPlace(db)
  const [txid, id, at] = decodeCursor(after, cursorShape)
  if (at < now - newsKeptDays * DAY_MS)
    throw fail(
      'gone',
      `Changes are kept for ${newsKeptDays} days, and this place is older. Begin with after=now, then read the lists anew.`,
    )
  return { txid, id }
}
