import { sql } from 'kysely'
import { z } from 'zod'
import { mailServerSettings, type MailServerSettings } from '../../../model/mail.ts'
import type { Platform } from '../platform.ts'
import type { Trx } from '../relational/index.ts'

const KEY = 'mail_server'

/** The server that takes mail, with what opens it. */
export type MailServer = MailServerSettings & { password: string | null }

const stored = z.object({ settings: mailServerSettings, password: z.string().nullable() })

/**
 * The mail server that was set in the interface; null when none was. Without its password when that cannot be opened any more, because
 * the installation has another secret now: an owner gives it again.
 */
export async function storedMailServer({
  db,
  secrets,
}: Pick<Platform, 'db' | 'secrets'>): Promise<MailServer | null> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where key = ${KEY}`.execute(db)
  if (!rows[0]) return null
  const { settings, password } = stored.parse(rows[0].value)
  return { ...settings, password: password === null ? null : opened(secrets, password) }
}

function opened({ open }: Pick<Platform['secrets'], 'open'>, sealed: string): string | null {
  try {
    return open(Buffer.from(sealed, 'base64'))
  } catch {
    return null
  }
}

/** Keeps the mail server, its password sealed; null forgets it. */
export async function keepMailServer(
  trx: Trx,
  { seal }: Pick<Platform['secrets'], 'seal'>,
  server: MailServer | null,
): Promise<void> {
  if (server === null) {
    await sql`delete from settings where key = ${KEY}`.execute(trx)
    return
  }
  const { password, ...settings } = server
  const value = { settings, password: password === null ? null : seal(password).toString('base64') }
  await sql`
    insert into settings (key, value) values (${KEY}, ${JSON.stringify(value)}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(trx)
}
