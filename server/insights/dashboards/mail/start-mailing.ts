import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { repeat } from '../../../platform/repeat.ts'
import { planNextMailing } from './plan-mailings.ts'
import { sendNextMailing } from './send-mailing.ts'

const POLL_MS = 10_000

/** Mails dashboards when they are due. Any number of processes may do so on one database. */
export function startMailingDashboards(platform: Platform, mail: Mail): { stop(): Promise<void> } {
  return repeat(platform, {
    restMs: POLL_MS,
    async work(isStopped) {
      if ((await mail.server()) === null) return
      while (!isStopped() && (await planNextMailing(platform)));
      while (!isStopped() && (await sendNextMailing(platform, mail)));
    },
    failed: 'Dashboards could not be mailed and will be tried again',
  })
}
