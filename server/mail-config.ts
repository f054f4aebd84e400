import type { MailServer } from './platform/mail/index.ts'

const PORTS = { tls: 465, starttls: 587, none: 25 } as const

/**
 * The mail server that `smtps://user:password@host` names: encrypted from the start; `smtp://` from its first command on, or, with
 * `?security=none`, not at all. `from` is `Name <address>` or an address. Throws a sentence for what is neither.
 */
export function mailServerFrom(
  url: string,
  { from, baseUrl }: { from: string; baseUrl: string },
): MailServer {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  if (protocol !== 'smtp:' && protocol !== 'smtps:')
    throw new Error('KITH_SMTP_URL: must begin with smtp:// or smtps://')
  const security =
    protocol === 'smtps:' ? 'tls' : searchParams.get('security') === 'none' ? 'none' : 'starttls'
  return {
    host: hostname,
    port: port === '' ? PORTS[security] : Number(port),
    security,
    username: decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
    ...senderFrom(from),
    base_url: baseUrl,
  }
}

function senderFrom(text: string): { from_name: string; from_address: string } {
  const [, name, address] = /^\s*(?:"?([^"<]*?)"?\s*<)?([^<>\s]+@[^<>\s]+)>?\s*$/.exec(text) ?? []
  if (address === undefined)
    throw new Error('KITH_MAIL_FROM: must be an address, or a name with one: Kith <kith@example.com>')
  return { from_name: name || 'Kith', from_address: address }
}
