import { sql } from 'kysely'
import { mailPage } from '../../platform/mail/index.ts'
import type { Access } from '../access.ts'
import { audit } from '../audit.ts'
import { systemActor } from '../system-actor.ts'
import { subjectOf } from '../users.ts'
import { createPasswordLink } from './password-links.ts'

const WORTH_MS = 60 * 60_000

type Known = { id: string; name: string; is_owner: boolean }

/**
 * Mails a link for choosing a new password to a user with this address; nobody is told whether there is one. Nothing is mailed to
 * who may not sign in with a password, nor while no mail server is set.
 */
export async function askReset(
  { platform, mail, policy }: Access,
  { email, ip }: { email: string; ip: string },
): Promise<void> {
  const server = await mail.server()
  const { rows } = await sql<Known>`
    select id, name, exists (select from user_roles h where h.user_id = u.id and h.role_id = 'owner') as is_owner
    from users u where email = ${email.toLowerCase()}`.execute(platform.db)
  const [user] = rows
  const { password } = await policy()
  if (!server || !user || (password === 'owners' && !user.is_owner)) return
  await platform.db.transaction().execute(async (trx) => {
    const token = await createPasswordLink(trx, platform, { userId: user.id, worthMs: WORTH_MS })
    const page = mailPage({
      title: 'Choose a new password',
      words: [
        `Hello ${user.name}, somebody asked for a new password for your account. If it was you, choose one within an hour.`,
      ],
      button: { label: 'Choose a new password', href: passwordPage(server.base_url, token) },
      footer: { text: 'If it was not you, there is nothing to do: your password stays as it is.' },
    })
    await mail.queue(trx, {
      ...page,
      kind: 'password_reset',
      to: email,
      subject: 'Choose a new password',
      worthMs: WORTH_MS,
    })
    await audit(
      trx,
      { ...systemActor, ip },
      { action: 'user.password_reset_asked', subject: subjectOf(user) },
    )
  })
}

/** Behind the `#` the secret part is sent to no server, and to no log. */
export function passwordPage(baseUrl: string, token: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/new-password#${token}`
}
