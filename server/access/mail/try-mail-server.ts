import { randomUUID } from 'node:crypto'
import type { MailTestResult } from '../../../model/mail.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { mailPage, trySmtp, type Mail } from '../../platform/mail/index.ts'
import { audit } from '../audit.ts'

/** Sends a mail through the server that is set, and says in a sentence how that went. Throws `conflict` while none is set. */
export async function tryMailServer(
  { db }: Platform,
  mail: Mail,
  actor: Actor,
  to: string,
): Promise<MailTestResult> {
  const server = await mail.server()
  if (!server) throw fail('conflict', 'There is no mail server yet. Set one, then try it.')
  const page = mailPage({
    title: 'Mail from Kith arrives here',
    words: [`${actor.name} asked for this mail, to see whether the mail server is set up well. It is.`],
    button: { label: 'Open Kith', href: server.base_url },
    footer: { text: 'This was a test. Nothing more comes of it.' },
  })
  const outcome = await trySmtp(
    server,
    { id: randomUUID(), to, subject: 'Mail from Kith arrives here', ...page },
    mail,
  )
  await audit(db, actor, {
    action: 'mail.server_tested',
    subject: { type: 'mail', id: null, name: 'Mail server' },
    details: { to, ok: outcome.result === 'sent' },
  })
  return outcome.result === 'sent'
    ? { ok: true, sentence: `${server.host} took the mail to ${to}. Look whether it arrives.` }
    : { ok: false, sentence: outcome.sentence }
}
