import { sql } from 'kysely'
import type { User } from '../../../model/access.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { mailPage, type MailServer } from '../../platform/mail/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import type { Access } from '../access.ts'
import { audit } from '../audit.ts'
import { requireAuthorityOver } from '../user-rules.ts'
import { lockUser, subjectOf } from '../users.ts'
import { passwordPage } from './ask-reset.ts'
import { createPasswordLink } from './password-links.ts'

const WORTH_MS = 7 * 24 * 60 * 60_000

/** Mails a user that they are one, in the transaction of what made them so. */
export type Invite = (trx: Trx, user: User) => Promise<void>

/**
 * Makes ready what tells somebody that they are a user now, and where to choose a password, or to sign in where passwords are
 * switched off for them. Throws `validation_failed` while no mail server is set.
 */
export async function prepareInvitation(access: Access, actor: Actor): Promise<Invite> {
  const server = await access.mail.server()
  if (!server)
    throw fail('validation_failed', 'password: must be given while no mail server is set.', [
      { field: 'password', problem: 'must be given while no mail server is set.' },
    ])
  const { password } = await access.policy()
  return async (trx, user) => {
    const choosesPassword = password === 'everybody' || user.roles.includes('owner')
    const href = choosesPassword ? await linkFor(access, trx, { server, user }) : server.base_url
    await access.mail.queue(trx, {
      ...pageFor(user, { actor, href, choosesPassword }),
      kind: 'invitation',
      to: user.email,
      subject: `${actor.name} invites you to Kith`,
      worthMs: WORTH_MS,
    })
    await audit(trx, actor, {
      action: 'user.invited',
      subject: subjectOf(user),
      details: { email: user.email },
    })
  }
}

async function linkFor(
  { platform }: Access,
  trx: Trx,
  { server, user }: { server: MailServer; user: User },
): Promise<string> {
  const token = await createPasswordLink(trx, platform, { userId: user.id, worthMs: WORTH_MS })
  return passwordPage(server.base_url, token)
}

type Way = { actor: Actor; href: string; choosesPassword: boolean }

function pageFor(user: User, { actor, href, choosesPassword }: Way) {
  return mailPage({
    title: `${actor.name} invites you to Kith`,
    words: [
      `Hello ${user.name}, you can use Kith now, with this address.`,
      ...(choosesPassword ? ['Choose a password within seven days; then you are in.'] : []),
    ],
    button: { label: choosesPassword ? 'Choose a password' : 'Sign in', href },
    footer: { text: 'If you do not know what this is about, there is nothing to do.' },
  })
}

/** Invites a user again. Throws `not_found`, `validation_failed` while no mail server is set, and `conflict` for who has a password already. */
export async function inviteAgain(access: Access, actor: Actor, id: string): Promise<void> {
  const invite = await prepareInvitation(access, actor)
  await access.platform.db.transaction().execute(async (trx) => {
    const user = await lockUser(trx, id)
    await requireAuthorityOver(trx, actor, user.roles)
    const { rows } = await sql`
      select from accounts where user_id = ${id} and provider_id = 'credential' and password is not null`.execute(
      trx,
    )
    if (rows.length > 0)
      throw fail(
        'conflict',
        `${user.name} has a password. Whoever forgot theirs asks for a new one on the sign-in page.`,
      )
    await invite(trx, user)
  })
}
