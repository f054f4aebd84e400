import type { MailSettings, MailSettingsInput } from '../../../model/mail.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { keepMailServer, storedMailServer, type Mail, type MailServer } from '../../platform/mail/index.ts'
import { audit, changesOf } from '../audit.ts'

const SUBJECT = { type: 'mail', id: null, name: 'Mail server' }

/** What is set, without the password. */
export async function readMailSettings(mail: Mail, thisAddress: string): Promise<MailSettings> {
  const server = await mail.server()
  return {
    server: server && withoutPassword(server),
    by_environment: mail.isByEnvironment,
    this_address: thisAddress,
  }
}

/**
 * Sets the server that takes mail. A password stays with the server, the port and the user that it was given for: whoever changes these
 * must give it again, or it could be sent to a server of their own. Throws `validation_failed`, and `conflict` when the environment sets the server.
 */
export async function changeMailServer(
  platform: Platform,
  mail: Mail,
  actor: Actor,
  { password, ...settings }: MailSettingsInput,
): Promise<void> {
  requireChangeable(mail)
  const before = await storedMailServer(platform)
  if (
    password === undefined &&
    before?.password &&
    settings.username !== '' &&
    !isSamePlace(before, settings)
  )
    throw fail('validation_failed', 'password: must be given again for another server or user.', [
      { field: 'password', problem: 'must be given again for another server or user.' },
    ])
  const kept = password ?? before?.password ?? null
  const after = { ...settings, password: settings.username === '' || kept === '' ? null : kept }
  await platform.db.transaction().execute(async (trx) => {
    await keepMailServer(trx, platform.secrets, after)
    await audit(trx, actor, {
      action: 'mail.server_changed',
      subject: SUBJECT,
      details: changesOf(before ? withoutPassword(before) : {}, withoutPassword(after)),
    })
  })
}

/** Throws `conflict` when the environment sets the server. */
export async function forgetMailServer(platform: Platform, mail: Mail, actor: Actor): Promise<void> {
  requireChangeable(mail)
  await platform.db.transaction().execute(async (trx) => {
    await keepMailServer(trx, platform.secrets, null)
    await audit(trx, actor, { action: 'mail.server_removed', subject: SUBJECT })
  })
}

function requireChangeable({ isByEnvironment }: Mail): void {
  if (isByEnvironment)
    throw fail(
      'conflict',
      'The mail server is set by KITH_SMTP_URL. Whoever runs this installation can change it there.',
    )
}

function isSamePlace(before: MailServer, after: Pick<MailServer, 'host' | 'port' | 'username' | 'security'>) {
  return (['host', 'port', 'username', 'security'] as const).every((key) => before[key] === after[key])
}

function withoutPassword({ password, ...settings }: MailServer) {
  return { ...settings, has_password: password !== null }
}
