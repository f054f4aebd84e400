import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DecisionOutcome, IdentityDecision } from '../../../model/identity.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { byStrength } from '../identity/identifiers.ts'
import type { IdentityRules } from '../identity/rules.ts'
import { refreshCopies } from '../profiles/profile-copies.ts'
import { loadRules } from '../rules/rule-versions.ts'
import { contraryDecisions, findDecision, revokeDecisions } from './decisions.ts'
import { askToReconsider } from './reconsider.ts'
import { untilSettled } from './until-settled.ts'

/** When identifiers were last seen, in ms; those without events are missing. */
export type LastSeen = (identifiers: string[]) => Promise<Map<string, number>>

export type DecisionContext = { platform: Platform; actor: Actor; lastSeenOf: LastSeen }

type Owned = { id: string; type: string; value: string; person_id: string; first_seen: Date }
type Decided = {
  kind: IdentityDecision['kind']
  sides: [string[], string[]]
  reason: string
  /** Nobody's timeline tells of it: two people who stay two have nothing to tell. */
  quiet?: boolean
}
type Write<T> = (trx: Trx) => Promise<T>

/**
 * Makes two people one, because somebody says so: whatever evidence and limits say, until it is taken back. Takes back
 * earlier decisions that say the contrary. Throws `not_found`, and `conflict` when they are one already.
 */
export async function mergePeople(
  ctx: DecisionContext,
  { id, other, reason }: { id: string; other: string; reason: string },
): Promise<DecisionOutcome> {
  const write = await prepareDecision(ctx, { kind: 'same', id, other, reason })
  return outcome(ctx.platform, await ctx.platform.db.transaction().execute(write))
}

/**
 * Works out what it takes to make two people one, or to keep them two for good, and gives what writes it down in a
 * transaction of the caller's and says the id of the decision. Throws as `mergePeople` does.
 */
export async function prepareDecision(
  ctx: DecisionContext,
  { kind, id, other, reason }: { kind: Decided['kind']; id: string; other: string; reason: string },
): Promise<Write<string>> {
  const [mine, theirs] = [
    await identifiersOf(ctx.platform.db, id),
    await identifiersOf(ctx.platform.db, other),
  ]
  const rules = await loadRules(ctx.platform.db)
  if (mine[0]?.person_id === theirs[0]?.person_id) throw fail('conflict', 'These are one person already.')
  const idsOf = (owned: Owned[]) => owned.map((one) => one.id)
  return prepare(ctx, [...mine, ...theirs], {
    kind,
    sides:
      kind === 'same' ? [[strongest(mine, rules)], [strongest(theirs, rules)]] : [idsOf(mine), idsOf(theirs)],
    reason,
    quiet: kind === 'different',
  })
}

/**
 * Makes the owners of these identifiers another person than the rest, for good. Throws `not_found`, and
 * `validation_failed` when they are not some, but not all, of the person's.
 */
export async function splitPerson(
  ctx: DecisionContext,
  { id, identifiers, reason }: { id: string; identifiers: string[]; reason: string },
): Promise<DecisionOutcome> {
  const all = await identifiersOf(ctx.platform.db, id)
  const away = all.filter((one) => identifiers.includes(one.id)).map((one) => one.id)
  const rest = all.map((one) => one.id).filter((one) => !away.includes(one))
  if (away.length < new Set(identifiers).size || rest.length === 0) {
    const problem = 'must be some, but not all, of this person’s identifiers'
    throw fail('validation_failed', `identifiers ${problem}.`, [{ field: 'identifiers', problem }])
  }
  return decide(ctx, all, { kind: 'different', sides: [away, rest], reason })
}

/** Takes a decision back: people are again as evidence and the other decisions say. Throws `not_found` and `conflict`. */
export async function revokeDecision(ctx: DecisionContext, id: string): Promise<DecisionOutcome> {
  await ctx.platform.db.transaction().execute(await prepareRevocation(ctx, id))
  return outcome(ctx.platform, id)
}

/** What takes a decision back in a transaction of the caller's; quietly when it kept two people two. */
export async function prepareRevocation(
  ctx: DecisionContext,
  id: string,
  quiet = false,
): Promise<Write<void>> {
  const { db } = ctx.platform
  const decision = await findDecision(db, id)
  if (decision.revoked_at) throw fail('conflict', 'This has been taken back already.')
  const owned = await identifiersWith(db, [...decision.side_a, ...decision.side_b])
  const reconsider = await reconsideration(ctx, owned, [id])
  return async (trx) => {
    await revokeDecisions(trx, [id], ctx.actor.name)
    if (quiet) await askToReconsider(trx, reconsider)
    else await tell(trx, ctx, { what: 'revoked', decision, owned, reconsider })
  }
}

async function decide(ctx: DecisionContext, owned: Owned[], decided: Decided): Promise<DecisionOutcome> {
  const write = await prepare(ctx, owned, decided)
  return outcome(ctx.platform, await ctx.platform.db.transaction().execute(write))
}

async function prepare(ctx: DecisionContext, owned: Owned[], decided: Decided): Promise<Write<string>> {
  const id = randomUUID()
  const contrary = await contraryDecisions(ctx.platform.db, decided)
  const reconsider = await reconsideration(ctx, owned, [id, ...contrary])
  return async (trx) => {
    await revokeDecisions(trx, contrary, ctx.actor.name)
    const decision = await insertDecision(trx, { id, ...decided }, ctx.actor)
    if (decided.quiet) await askToReconsider(trx, reconsider)
    else await tell(trx, ctx, { what: 'made', decision, owned, reconsider })
    return id
  }
}

async function insertDecision(
  trx: Trx,
  { id, kind, sides, reason }: Decided & { id: string },
  actor: Actor,
): Promise<IdentityDecision> {
  await sql`
    insert into identity_decisions (id, kind, side_a, side_b, reason, decided_by)
    values (${id}, ${kind}, ${sides[0]}::uuid[], ${sides[1]}::uuid[], ${reason}, ${actor.name})`.execute(trx)
  await sql`
    insert into identity_decision_members (identifier_id, decision_id)
    select unnest(${sides.flat()}::uuid[]), ${id}::uuid`.execute(trx)
  return findDecision(trx, id)
}

/** The event that tells of it, by which the pipeline brings people up to date. */
async function tell(
  trx: Trx,
  { actor }: DecisionContext,
  told: {
    what: 'made' | 'revoked'
    decision: IdentityDecision
    owned: Owned[]
    reconsider: { identifiers: Record<string, number>; decisions: string[] }
  },
): Promise<void> {
  const { what, decision, owned, reconsider } = told
  const people = [...new Set(owned.map(({ person_id }) => person_id))]
  const joins = (decision.kind === 'same') === (what === 'made')
  const properties = { decision_id: decision.id, by: actor.name, reason: decision.reason }
  const [first, ...others] = people.map((personRef) => ({
    type: 'track' as const,
    event: joins ? 'People Merged' : 'Person Split',
    personRef,
    companyRef: null,
    properties,
  }))
  if (first) await recordEvent(trx, { ...first, reconsider }, ...others)
  await audit(trx, actor, {
    action: joins ? 'person.merged' : 'person.split',
    subject: { type: 'person', id: people[0] ?? null, name: null },
    details: { decision_id: decision.id, kind: decision.kind, taken_back: what === 'revoked', people },
  })
}

async function reconsideration({ lastSeenOf }: DecisionContext, owned: Owned[], decisions: string[]) {
  const lastSeen = await lastSeenOf(owned.map(({ id }) => id))
  const identifiers = Object.fromEntries(
    owned.map(({ id, first_seen }) => [id, lastSeen.get(id) ?? first_seen.getTime()]),
  )
  return { identifiers, decisions }
}

async function outcome(platform: Platform, id: string): Promise<DecisionOutcome> {
  const decision = await untilSettled(platform.db, id)
  const owned = await identifiersWith(platform.db, [...decision.side_a, ...decision.side_b])
  const people = [...new Set(owned.map(({ person_id }) => person_id))]
  await refreshCopies(platform, people)
  return { decision, people }
}

/** All identifiers of the person of this id; throws `not_found`. */
async function identifiersOf(db: Queryable, id: string): Promise<Owned[]> {
  const owned = await identifiersWith(db, [id])
  if (owned.length === 0) throw fail('not_found', 'There is no person with this id.')
  return owned
}

/** All identifiers of the people of these. */
async function identifiersWith(db: Queryable, ids: string[]): Promise<Owned[]> {
  const { rows } = await sql<Owned>`
    select id, type, value, person_id, first_seen from identifiers
    where person_id in (select person_id from identifiers where id = any(${ids}::uuid[]))`.execute(db)
  return rows
}

/** A decision holds on to what says most about who somebody is; a device may turn out to be shared. */
function strongest(owned: Owned[], rules: IdentityRules): string {
  return owned.toSorted(byStrength(rules))[0]?.id ?? ''
}
