import { createTransport } from 'nodemailer'
import { problemOf, safeAddresses, type NetworkProblem } from '../safe-fetch/index.ts'
import type { MailContent } from './mail-content.ts'
import type { MailServer } from './mail-server.ts'
import { mailProblem, type MailOutcome } from './smtp-problems.ts'

const CONNECT_MS = 10_000
const SILENCE_MS = 30_000
const CONNECTIONS = 2

/** What is sent: to one address, under an id that stays the same when it is sent again. */
export type Envelope = MailContent & { id: string; to: string; subject: string }

/** Connections to a mail server. Close them when the mails at hand were sent. */
export type MailSender = { send(mail: Envelope): Promise<MailOutcome>; close(): void }

/** Opens the way to a server. With a problem when it leads into a private network that may not be asked, or to nowhere. */
export async function openSender(
  server: MailServer,
  { allowPrivate }: { allowPrivate: boolean },
): Promise<MailSender | NetworkProblem> {
  const addresses = await safeAddresses(server.host, { allowPrivate }).catch(problemOf)
  if ('problem' in addresses) return addresses
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    // The very address that was found to be public; its certificate must be that of the name.
    host: addresses[0].address,
    port: server.port,
    ...security[server.security],
    tls: { servername: server.host },
    ...(server.username !== '' && { auth: { user: server.username, pass: server.password ?? '' } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          from: { name: server.from_name, address: server.from_address },
          to: { name: '', address: to },
          subject,
          text,
          html,
          // Whoever gets it twice, because Kith died before it could write down that it was sent, sees it once.
          messageId: `<${id}@${server.from_address.split('@').at(-1)}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        return { result: 'sent' }
      } catch (error) {
        return mailProblem(error)
      }
    },
    close: () => transport.close(),
  }
}

/** Sends one mail at once, as a test of the server. */
export async function trySmtp(
  server: MailServer,
  mail: Envelope,
  options: { allowPrivate: boolean },
): Promise<MailOutcome> {
  const sender = await openSender(server, options)
  if ('problem' in sender) return { result: 'later', sentence: sender.sentence }
  try {
    return await sender.send(mail)
  } finally {
    sender.close()
  }
}

const security = {
  tls: { secure: true },
  starttls: { secure: false, requireTLS: true },
  none: { secure: false, ignoreTLS: true },
} as const
