import { compileRules, defaultRules, type IdentityRules } from '../identity/rules.ts'
import type { Database } from '../../platform/relational/index.ts'
import { currentVersion, findVersion } from './rule-versions.ts'

const REFRESH_MS = 3_000

/** The rules as they are stored, made ready for use once a version. */
export type RuleBook = {
  /** The rules that hold now. */
  current(): Promise<IdentityRules>
  /** Those of a version that held at some time; throws `not_found`. */
  of(version: number): Promise<IdentityRules>
  /** The newest known without asking: it may be behind by a few seconds. */
  latest(): IdentityRules
  stop(): void
}

/** Opens the rules for one process. `latest` follows every few seconds. */
export function openRuleBook(db: Database): RuleBook {
  const compiled = new Map<number, IdentityRules>([[0, defaultRules]])
  let latest = defaultRules
  const of = async (version: number) => {
    const known = compiled.get(version)
    if (known) return known
    const rules = compileRules((await findVersion(db, version)).rules, version)
    compiled.set(version, rules)
    return rules
  }
  const current = async () => (latest = await of(await currentVersion(db)))
  const refresh = () => void current().catch(() => undefined)
  const timer = setInterval(refresh, REFRESH_MS)
  timer.unref()
  refresh()
  return { current, of, latest: () => latest, stop: () => clearInterval(timer) }
}
