import type { MailServerSettings, MailSettings, MailSettingsInput } from '../../../model/mail.ts'

export type MailDraft = MailServerSettings & { password: string }

/** The port that goes with how the connection is kept secret. */
const usualPorts: Record<MailServerSettings['security'], number> = {
  tls: 465,
  starttls: 587,
  none: 25,
}

export const securityWords: Record<MailServerSettings['security'], string> = {
  tls: 'Encrypted from the start (TLS)',
  starttls: 'Encrypted from the first command on (STARTTLS)',
  none: 'Not encrypted',
}

/** What the form begins with. */
export function draftOf({ server, this_address }: MailSettings): MailDraft {
  if (server) {
    const { host, port, security, username, from_name, from_address, base_url } = server
    return { host, port, security, username, from_name, from_address, base_url, password: '' }
  }
  return {
    host: '',
    port: usualPorts.starttls,
    security: 'starttls',
    username: '',
    password: '',
    from_name: 'Kith',
    from_address: '',
    base_url: this_address,
  }
}

/** The draft with another way of encryption, and its port where the usual one was not changed. */
export function withSecurity(draft: MailDraft, security: MailDraft['security']): MailDraft {
  const isUsual = draft.port === usualPorts[draft.security]
  return { ...draft, security, port: isUsual ? usualPorts[security] : draft.port }
}

/** An empty password means the one that is known. */
export function inputOf({ password, ...settings }: MailDraft): MailSettingsInput {
  return { ...settings, ...(password !== '' && { password }) }
}
