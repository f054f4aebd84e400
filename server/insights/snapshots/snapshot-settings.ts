import { sql } from 'kysely'
import type { SnapshotSettings } from '../../../model/forecast-changes.ts'
import { audit, changesOf } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

const MONDAYS_IN_UTC: SnapshotSettings = { week_day: 1, time_zone: 'UTC' }

/** When weeks begin. */
export async function findSnapshotSettings(db: Queryable): Promise<SnapshotSettings> {
  const { rows } = await sql<SnapshotSettings>`
    select week_day, time_zone from forecast_settings`.execute(db)
  return rows[0] ?? MONDAYS_IN_UTC
}

/** Lets weeks begin on another day or in another time zone, from the next one on. */
export async function setSnapshotSettings(
  { db }: Platform,
  actor: Actor,
  settings: SnapshotSettings,
): Promise<SnapshotSettings> {
  return db.transaction().execute(async (trx) => {
    const before = await findSnapshotSettings(trx)
    await sql`
      insert into forecast_settings (week_day, time_zone) values (${settings.week_day}, ${settings.time_zone})
      on conflict (only_row) do update set week_day = excluded.week_day, time_zone = excluded.time_zone`.execute(
      trx,
    )
    await audit(trx, actor, {
      action: 'forecast_snapshots.changed',
      subject: { type: 'forecast_snapshots', id: null, name: 'Forecast snapshots' },
      details: changesOf(before, settings),
    })
    return settings
  })
}
