import { sql, type RawBuilder } from 'kysely'
import { escapeLike } from '../../platform/relational/index.ts'

const MAX_WORDS = 5
/** A trigram index knows nothing of shorter pieces in the middle of a text. */
const SHORTEST_PIECE = 3
/**
 * How many rows that contain the words are read. For the five that are shown, the planner would rather walk through the
 * table, which for a rare word takes 0.6 s over a million people; for this many it takes the index, unless the word is
 * so common that they are found at once.
 */
export const CANDIDATES = 200
/** How many rows that are spelt alike are weighed against what was typed. */
export const LIKE_CANDIDATES = 200

/** What somebody typed, ready to compare: in lower case, whole and in words. */
export type SearchText = { whole: string; words: string[] }

/** What to look for, and how much of it to give. */
export type SearchQuery = { text: SearchText; limit: number }

/** A row that what was typed may mean, and the text that it was found by. */
export type Candidate = { id: string; text: string }

/** Reads what was typed. */
export function searchText(typed: string): SearchText {
  const whole = typed.trim().toLowerCase()
  return { whole, words: whole.split(/\s+/).slice(0, MAX_WORDS) }
}

/** The pattern of texts that begin with this one, with its wildcards taken literally. */
export function beginning(text: string): string {
  return `${escapeLike(text)}%`
}

/**
 * The condition that a text contains every word. False when no word is long enough for the index: a look at every row
 * costs seconds, and what begins with the text is found by other means.
 */
export function containsWords(column: RawBuilder<unknown>, { words }: SearchText): RawBuilder<unknown> {
  if (!words.some((word) => word.length >= SHORTEST_PIECE)) return sql`false`
  return sql.join(
    words.map((word) => sql`${column} like ${`%${escapeLike(word)}%`}`),
    sql` and `,
  )
}
