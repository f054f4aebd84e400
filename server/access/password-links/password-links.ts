import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { fail } from '../../platform/errors.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'

const PURPOSE = 'password-link'

/** Makes a link's secret part, by which this user may choose a password for so long; earlier ones are good no more. */
export async function createPasswordLink(
  trx: Trx,
  { secrets, clock }: Pick<Platform, 'secrets' | 'clock'>,
  { userId, worthMs }: { userId: string; worthMs: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`delete from password_links where user_id = ${userId} or expires_at < ${new Date(clock.now())}`.execute(
    trx,
  )
  await sql`
    insert into password_links (fingerprint, user_id, expires_at)
    values (${secrets.fingerprint(PURPOSE, token)}, ${userId}, ${new Date(clock.now() + worthMs)})`.execute(
    trx,
  )
  return token
}

/** Uses a link up and gives whose it was. Throws `forbidden` when it was used, or is too old. */
export async function takePasswordLink(
  trx: Trx,
  { secrets, clock }: Pick<Platform, 'secrets' | 'clock'>,
  token: string,
): Promise<string> {
  const { rows } = await sql<{ user_id: string }>`
    delete from password_links
    where fingerprint = ${secrets.fingerprint(PURPOSE, token)} and expires_at > ${new Date(clock.now())}
    returning user_id`.execute(trx)
  const [link] = rows
  if (!link)
    throw fail(
      'forbidden',
      'This link has been used already, or is too old. Ask for a new one on the sign-in page.',
    )
  return link.user_id
}
