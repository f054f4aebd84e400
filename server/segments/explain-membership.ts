import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { CompanyExplanation, SegmentExplanation } from '../../model/segment-explanation.ts'
import type { Segment, SegmentDefinition, SegmentMembers } from '../../model/segment.ts'
import { currentPeople, findCompany, requirePeople } from '../people/index.ts'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { compileExplanation, type Explained, type ExplanationRow } from './compile/explain.ts'
import type { Companies, Scope } from './compile/scope.ts'
import { scopeOfCompanies } from './evaluate-companies.ts'
import { scopeWithColleagues } from './evaluate-people.ts'
import { requireMembers } from './require-members.ts'
import { loadDefinitions } from './expand-segments.ts'
import { requireReadableDefinition } from './readable-definition.ts'
import { findSegment } from './segments.ts'
import { valueAt } from './value-at.ts'

/**
 * Why a person is in a segment or not: each condition with whether it holds by all that is known now, and by what. The
 * person may be named by any id that ever was theirs. Throws `not_found`, and `forbidden` when the caller may not see what it
 * compares.
 */
export async function explainMembership(
  platform: Platform,
  caller: Actor,
  { segmentId, personId }: { segmentId: string; personId: string },
): Promise<SegmentExplanation> {
  const { db } = platform
  const segment = await findReadable(platform, caller, { id: segmentId, members: 'people' })
  await requirePeople(db, caller, { ids: [personId], action: 'view' })
  const person = (await currentPeople(db, [personId])).get(personId)
  const known = person === undefined ? undefined : await findPerson(platform, person, segmentId)
  if (!person || !known) throw fail('not_found', 'There is no person with this id.')
  return {
    person: { id: person, name: known.name, email: known.email },
    ...(await explain(platform, { segment, scope: await scopeWithColleagues(platform, [person]), known })),
  }
}

/** The same of a company and a segment of companies. */
export async function explainCompany(
  platform: Platform,
  caller: Actor,
  { segmentId, companyId }: { segmentId: string; companyId: string },
): Promise<CompanyExplanation> {
  const segment = await findReadable(platform, caller, { id: segmentId, members: 'companies' })
  const company = await findCompany(platform.db, caller, companyId)
  if (!company) throw fail('not_found', 'There is no company with this id.')
  const { id, name, domain, traits } = company
  const known = { traits, entered_at: await enteredAt(platform, segmentId, id) }
  return {
    company: { id, name, domain },
    ...(await explain(platform, { segment, scope: await scopeOfCompanies(platform, [id]), known })),
  }
}

async function findReadable(
  { db }: Platform,
  caller: Actor,
  { id, members }: { id: string; members: SegmentMembers },
): Promise<Segment> {
  const segment = await findSegment(db, id)
  requireMembers(segment, members)
  if (segment.definition) requireReadableDefinition(caller, segment.definition)
  return segment
}

type Explaining = {
  segment: Segment
  scope: Scope | Companies
  known: { traits: JsonObject; entered_at: Date | null }
}

async function explain(platform: Platform, { segment, scope, known }: Explaining) {
  const { db, warehouse, clock } = platform
  const { query, params, tree } = compileExplanation(explainedOf(segment), scope, {
    definitions: await loadDefinitions(db),
    nameOf: await namesOfSegments(platform),
    now: clock.now(),
  })
  const [row] = await warehouse.rows<ExplanationRow>(query, params)
  const answer = row ?? { holds: [], numbers: [], texts: [] }
  return {
    member: known.entered_at !== null,
    entered_at: known.entered_at?.toISOString() ?? null,
    ...toNode(tree, answer, known.traits),
  }
}

/** Of a list there is nothing to say but whether somebody is on it. */
function explainedOf({ id, kind, definition }: Segment): SegmentDefinition {
  if (kind === 'live' && definition) return definition
  return { match: 'all', conditions: [{ kind: 'segment', in: true, segment: id }] }
}

type Known = { name: string | null; email: string | null; traits: JsonObject; entered_at: Date | null }

async function enteredAt({ db }: Platform, segment: string, member: string): Promise<Date | null> {
  const { rows } = await sql<{ entered_at: Date }>`
    select entered_at from segment_members where segment_id = ${segment}::uuid and member_id = ${member}::uuid`.execute(
    db,
  )
  return rows[0]?.entered_at ?? null
}

async function findPerson({ db }: Platform, person: string, segment: string): Promise<Known | undefined> {
  const { rows } = await sql<Known>`
    select p.name, p.email, p.traits, m.entered_at from people p
    left join segment_members m on m.member_id = p.id and m.segment_id = ${segment}
    where p.id = ${person}::uuid`.execute(db)
  return rows[0]
}

/** How segments and users are called. */
export async function namesOfSegments({ db }: Platform): Promise<(id: string) => string | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text, name from segments union all select id, name from users`.execute(db)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id)
}

function toNode(
  explained: Explained,
  answer: ExplanationRow,
  traits: JsonObject,
): SegmentExplanation['conditions'][number] {
  const { words, match, holds, inside, text, field } = explained
  const numberAt = (place: number | null) => (place === null ? null : (answer.numbers[place] ?? 0))
  const count = numberAt(explained.count)
  const timeAt = (place: number | null) =>
    place === null || !count ? null : new Date(numberAt(place) ?? 0).toISOString()
  return {
    words,
    match,
    holds: answer.holds[holds] === 1,
    count,
    first_at: timeAt(explained.first),
    last_at: timeAt(explained.last),
    value: field === null ? (text === null ? null : (answer.texts[text] ?? null)) : valueAt(traits, field),
    conditions: inside.map((one) => toNode(one, answer, traits)),
  }
}
