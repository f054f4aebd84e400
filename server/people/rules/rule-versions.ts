import { sql } from 'kysely'
import {
  defaultIdentityRules,
  identityRules,
  type IdentityRulesData,
  type IdentityRulesVersion,
  type IdentityRulesVersionRow,
} from '../../../model/identity-rules.ts'
import { fail } from '../../platform/errors.ts'
import { compileRules, type IdentityRules } from '../identity/rules.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Row = Omit<IdentityRulesVersion, 'at' | 'progress' | 'rules'> & {
  rules: unknown
  at: Date
  looked_at: number
  total: number
  regrouped: number
  finished_at: Date | null
}

const columns = sql.raw('version, note, by, at, restores, looked_at, total, regrouped, finished_at')

/** What Kith comes with. */
const firstVersion: IdentityRulesVersionRow = {
  version: 0,
  note: 'What Kith comes with',
  by: 'Kith',
  at: null,
  restores: null,
  progress: { done: 0, total: 0, regrouped: 0, finished: true },
}

/** The number of the version that holds. */
export async function currentVersion(db: Queryable): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select coalesce(max(version), 0) as version from identity_rule_versions`.execute(db)
  return rows[0]?.version ?? 0
}

/** The rules that hold, made ready for use. */
export async function loadRules(db: Queryable): Promise<IdentityRules> {
  const version = await currentVersion(db)
  return compileRules((await findVersion(db, version)).rules, version)
}

/** The rules of a version; throws `not_found`. */
export async function findVersion(db: Queryable, version: number): Promise<IdentityRulesVersion> {
  if (version === 0) return { ...firstVersion, rules: defaultIdentityRules }
  const { rows } = await sql<Row>`
    select ${columns}, rules from identity_rule_versions where version = ${version}`.execute(db)
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no version of the rules with this number.')
  return { ...toVersion(row), rules: readRules(row.rules) }
}

/** Versions, newest first, without their rules. The last one is what Kith comes with. */
export async function listVersions(
  db: Queryable,
  { limit, before }: { limit: number; before: number | null },
): Promise<IdentityRulesVersionRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from identity_rule_versions
    where ${before}::int is null or version < ${before}::int order by version desc limit ${limit}`.execute(db)
  const versions = rows.map(toVersion)
  if (versions.length === limit || before === 0) return versions
  return [...versions, firstVersion]
}

function readRules(stored: unknown): IdentityRulesData {
  return identityRules.parse(stored)
}

function toVersion({ looked_at, total, regrouped, finished_at, at, rules: _, ...row }: Row) {
  const progress = { done: looked_at, total, regrouped, finished: finished_at !== null }
  return { ...row, at: at.toISOString(), progress }
}
