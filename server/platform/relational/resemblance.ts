import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from './relational.ts'

/** The share of a text's trigrams that another has to have, so that a letter too many, too few or moved does no harm. */
const LEAST_ALIKE = '0.4'

/** Asks for what `resembles` something. How alike that has to be is a setting of the transaction. */
export function askWhatResembles<Answer>(db: Database, ask: (trx: Trx) => Promise<Answer>): Promise<Answer> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${LEAST_ALIKE}, true)`.execute(trx)
    return ask(trx)
  })
}

/** The condition that a column with a trigram index has something in it that is spelt much like this text. */
export function resembles(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  return sql<boolean>`${text} <% ${column}`
}

/** So many rows that resemble a text are ranked: of "Customer 12" there may be a million. */
const MOST_RANKED = 5_000

/** Of a question's rows that resemble a text, those that do most; the question gives them a column `text`. */
export function mostAlike(question: RawBuilder<unknown>, text: string, most: number): RawBuilder<unknown> {
  return sql`(
    select * from (${question} limit ${MOST_RANKED}) alike
    order by word_similarity(${text}, alike.text) desc limit ${most})`
}
