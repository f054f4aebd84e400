import { sql } from 'kysely'
import type { z } from 'zod'
import { rightsFor } from '../../../model/rights.ts'
import type { Forecast, ForecastLine, Quota, salesQuery, Sum } from '../../../model/sales.ts'
import { fieldLevel, requireReadable } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findQuotas } from '../quotas/find-quotas.ts'
import { dealsAtRisk } from './deals-at-risk.ts'
import { forecastLines, type OwnerLine } from './forecast-lines.ts'
import { membersBelow, seesAmounts, sliceOf, type Slice } from './slice.ts'
import { teamMembers, type TeamMembers } from './team-members.ts'

/**
 * What will close in a period: closed won, open by forecast category, weighted, against quotas; of the deals that the
 * caller may see. Throws `forbidden` for who does not get to see when deals close.
 */
export async function readForecast(
  { db, clock }: Platform,
  caller: Actor,
  query: z.output<typeof salesQuery>,
): Promise<Forecast> {
  requireReadable(caller, 'deals', ['expected_close_on'])
  const slice = await sliceOf(db, caller, query, clock.now())
  const [lines, atRisk, teams] = [
    await forecastLines(db, slice),
    await dealsAtRisk(db, slice),
    await teamMembers(db, slice),
  ]
  const quotas = await quotasOf(db, slice)
  const { id, name, currency } = slice.pipeline
  const owners = fieldLevel(caller, 'deals', 'owner') === 'hidden' ? [] : await withQuotas(db, lines, quotas)
  return {
    pipeline: { id, name, currency },
    from: slice.from,
    to: slice.to,
    total: { ...totalOf(lines, slice), quota: totalQuota(slice, quotas) },
    teams: owners.length === 0 ? [] : teams.map((team) => teamLine(team, { lines, quotas, slice })),
    owners,
    ...atRisk,
  }
}

async function quotasOf(db: Queryable, slice: Slice): Promise<Quota[]> {
  if (!seesAmounts(slice)) return []
  const { caller, pipeline, from, to, owner, team } = slice
  const quotas = await findQuotas(db, caller, { pipeline: pipeline.id, from, to })
  if (team === undefined) return quotas.filter(({ user_id }) => owner === undefined || user_id === owner)
  const { rows } = await sql<{ user_id: string }>`${membersBelow(team)}`.execute(db)
  const members = new Set(rows.map(({ user_id }) => user_id))
  const ofTeam = quotas.filter(({ user_id, team_id }) =>
    user_id === null ? team_id !== null : members.has(user_id),
  )
  return ofTeam.filter(({ user_id }) => owner === undefined || user_id === owner)
}

/** Everybody's, or the team's, when it was set; else what the users' add up to. */
function totalQuota({ caller, owner, team }: Slice, quotas: Quota[]): number | null {
  const own = quotas.filter(({ user_id, team_id }) => user_id === null && team_id === (team ?? null))
  const seesAll = rightsFor(caller.grants.rights, 'deals').view === 'all' || team !== undefined
  if (owner === undefined && seesAll && own.length > 0) return added(own)
  return added(quotas.filter(({ user_id }) => user_id !== null))
}

type TeamContext = { lines: OwnerLine[]; quotas: Quota[]; slice: Slice }

function teamLine(
  { id, name, members }: TeamMembers,
  { lines, quotas, slice }: TeamContext,
): Forecast['teams'][number] {
  const set = quotas.filter(({ team_id }) => team_id === id)
  const ofMembers = quotas.filter(({ user_id }) => user_id !== null && members.includes(user_id))
  const theirs = lines.filter(({ key }) => members.includes(key))
  return { id, name, ...totalOf(theirs, slice), quota: added(set.length > 0 ? set : ofMembers) }
}

/** Also who has a quota and nothing else in the period. */
async function withQuotas(db: Queryable, lines: OwnerLine[], quotas: Quota[]): Promise<Forecast['owners']> {
  const quotaOf = (key: string) => added(quotas.filter(({ user_id }) => user_id === key))
  const known = new Set(lines.map(({ key }) => key))
  const others = [
    ...new Set(quotas.flatMap(({ user_id }) => (user_id && !known.has(user_id) ? [user_id] : []))),
  ]
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from users where id = any(${others}::text[]) order by name, id`.execute(db)
  const none = { count: 0, amount: 0 }
  const empty = { closed: none, commit: none, best_case: none, pipeline: none, weighted: 0 }
  return [
    ...lines.map((line) => ({ ...line, quota: quotaOf(line.key) })),
    ...rows.map(({ id, name }) => ({ key: id, name, ...empty, quota: quotaOf(id) })),
  ]
}

function totalOf(lines: OwnerLine[], slice: Slice): Omit<ForecastLine, 'quota'> {
  const sumOf = (part: (line: OwnerLine) => Sum): Sum => ({
    count: lines.reduce((total, line) => total + part(line).count, 0),
    amount: seesAmounts(slice) ? lines.reduce((total, line) => total + (part(line).amount ?? 0), 0) : null,
  })
  return {
    closed: sumOf(({ closed }) => closed),
    commit: sumOf(({ commit }) => commit),
    best_case: sumOf(({ best_case }) => best_case),
    pipeline: sumOf(({ pipeline }) => pipeline),
    weighted: seesAmounts(slice) ? lines.reduce((total, { weighted }) => total + (weighted ?? 0), 0) : null,
  }
}

function added(quotas: Quota[]): number | null {
  if (quotas.length === 0) return null
  return Math.round(quotas.reduce((total, { amount }) => total + amount * 100, 0)) / 100
}
