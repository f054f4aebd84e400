import { sql, type RawBuilder } from 'kysely'
import { escapeLike } from '../platform/relational/index.ts'

const MOST_WORDS = 5

/** The condition that every word of a text is found; each comes as a pattern for `like`, in small letters. */
export function everyWord(
  text: string,
  condition: (pattern: string) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const conditions = words.map((word) => condition(`%${escapeLike(word)}%`))
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
