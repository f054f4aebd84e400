import { createBell } from '../bell.ts'
import type { Platform } from '../platform.ts'
import { claimMails, type ClaimedMail } from './claim-mails.ts'
import { finishMail } from './finish-mail.ts'
import { openContent } from './mail-content.ts'
import type { Mail } from './open-mail.ts'
import { removeOldMails } from './remove-old-mails.ts'
import { openSender, type MailSender } from './send-mail.ts'
import type { MailOutcome } from './smtp-problems.ts'

const POLL_MS = 1_000
const PAUSE_AFTER_FAILURE_MS = 5_000
const AT_ONCE = 8
const CLEAN_MS = 60 * 60_000

/** Sends the mails that wait, while a server is set; any number of processes may do so on one database. */
export function startSendingMail(platform: Platform, mail: Mail): { stop(): Promise<void> } {
  const bell = createBell()
  let over = false
  const loop = async () => {
    while (!over) {
      try {
        if ((await sendDue(platform, mail)) === 0) await bell.heard(POLL_MS)
      } catch (error) {
        platform.logger.error({ err: error }, 'Mail could not be sent and will be tried again')
        await bell.heard(PAUSE_AFTER_FAILURE_MS)
      }
    }
  }
  const running = loop()
  const cleaner = setInterval(() => void clean(platform), CLEAN_MS)
  cleaner.unref()
  return {
    async stop() {
      over = true
      clearInterval(cleaner)
      bell.ring()
      await running
    },
  }
}

/** Sends some of what is due, and gives how many were tried. */
async function sendDue(platform: Platform, mail: Mail): Promise<number> {
  const server = await mail.server()
  if (server === null) return 0
  const claimed = await claimMails(platform.db, platform.clock.now(), AT_ONCE)
  if (claimed.length === 0) return 0
  const sender = await openSender(server, mail)
  try {
    await Promise.all(
      claimed.map(async (one) => {
        const outcome: MailOutcome =
          'problem' in sender
            ? { result: 'later', sentence: sender.sentence }
            : await sendOne(platform, sender, one)
        await finishMail(platform.db, one, { outcome, now: platform.clock.now() })
      }),
    )
  } finally {
    if (!('problem' in sender)) sender.close()
  }
  return claimed.length
}

async function sendOne(
  { secrets, logger }: Platform,
  sender: MailSender,
  { id, to_address, subject, content }: ClaimedMail,
): Promise<MailOutcome> {
  try {
    return await sender.send({ id, to: to_address, subject, ...openContent(secrets, content) })
  } catch (error) {
    logger.error({ err: error, mail: id }, 'A mail could not be made ready for sending')
    return {
      result: 'refused',
      sentence: 'The mail could not be made ready for sending. The reason has been logged.',
    }
  }
}

async function clean({ db, clock, logger }: Platform): Promise<void> {
  try {
    await removeOldMails(db, clock.now())
  } catch (error) {
    logger.warn({ err: error }, 'Old mails could not be removed')
  }
}
