import { sql } from 'kysely'
import type { z } from 'zod'
import type { parsedSegment, parseInput } from '../../model/segment-parse.ts'
import { translateQuery } from '../../model/segment-query/translate-query.ts'
import { completionsAt } from '../../model/segment-text/complete.ts'
import { parseSegment } from '../../model/segment-text/parse-segment.ts'
import type { Vocabulary } from '../../model/segment-text/reader.ts'
import { segmentSentence } from '../../model/segment-words.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { suggest } from './suggestions.ts'

const MOST_SEGMENTS = 5_000
const MOST_USERS = 1_000

/** What a sentence means, by the names that are met in real data, and what may stand at the caret. */
export async function parseText(
  platform: Platform,
  caller: Actor,
  { text, caret, language }: z.output<typeof parseInput>,
): Promise<z.infer<typeof parsedSegment>> {
  const vocabulary = await vocabularyOf(platform, caller)
  const { definition, problem, leftOut, notes } =
    language === 'segment'
      ? translateQuery(text, vocabulary.segments)
      : { ...parseSegment(text, vocabulary), leftOut: [] }
  const names = new Map([...vocabulary.segments, ...vocabulary.users].map(({ id, name }) => [id, name]))
  return {
    definition,
    sentence: definition && segmentSentence(definition, (id) => names.get(id)),
    problem,
    left_out: leftOut,
    notes,
    completions: caret === undefined || language === 'segment' ? [] : completionsAt(text, caret, vocabulary),
  }
}

async function vocabularyOf(platform: Platform, caller: Actor): Promise<Vocabulary> {
  const { events, traits, company_traits } = await suggest(platform, caller, {})
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from segments order by lower(name), id limit ${MOST_SEGMENTS}`.execute(platform.db)
  const { rows: users } = await sql<{ id: string; name: string }>`
    select id, name from users order by lower(name), id limit ${MOST_USERS}`.execute(platform.db)
  return {
    events: events.map(({ name }) => name),
    traits,
    companyTraits: company_traits,
    segments: rows,
    users,
  }
}
