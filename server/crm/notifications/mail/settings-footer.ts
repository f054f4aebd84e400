import type { MailServer } from '../../../platform/mail/index.ts'

/** Why one gets these mails, and where to say that one wants others, or none. */
export function settingsFooter({ base_url }: Pick<MailServer, 'base_url'>) {
  return {
    text: 'You get this because of your notification settings in Kith. Change them here.',
    href: `${base_url.replace(/\/+$/, '')}/settings/account`,
  }
}
