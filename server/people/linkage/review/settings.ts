import { sql } from 'kysely'
import { linkageSettings, type LinkageSettings } from '../../../../model/linkage.ts'
import { audit } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { readPeople } from '../runs/read-people.ts'
import { suggestSettings } from '../suggest/suggest-settings.ts'

const KEY = 'linkage'
const SUGGEST_FROM_PEOPLE = 5_000

/** The settings that were saved; null when every run suggests its own. */
export async function readSettings(db: Queryable): Promise<LinkageSettings | null> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where key = ${KEY}`.execute(db)
  return rows[0] ? linkageSettings.nullable().parse(rows[0].value) : null
}

/** Saves settings, or with null goes back to suggesting them at every run. */
export async function saveSettings(
  { db }: Platform,
  actor: Actor,
  settings: LinkageSettings | null,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into settings (key, value) values (${KEY}, ${JSON.stringify(settings)}::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`.execute(trx)
    const subject = { type: 'linkage_settings', id: null, name: null }
    await audit(trx, actor, { action: 'linkage.settings_changed', subject, details: { settings } })
  })
}

/** Settings from a part of the people that there are; null when they have no trait to compare. */
export async function suggestFromPeople({ db }: Platform): Promise<LinkageSettings | null> {
  const { ids, columns } = await readPeople(db, { most: SUGGEST_FROM_PEOPLE })
  return suggestSettings(ids.length, columns)
}
