import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { planNextMailing } from './plan-mailings.ts'
import { sendNextMailing } from './send-mailing.ts'

const POLL_MS = 10_000

/** Mails dashboards when they are due. Any number of processes may do so on one database. */
export function startMailingDashboards(platform: Platform, mail: Mail): { stop(): Promise<void> } {
  let running = Promise.resolve()
  let over = false
  const look = async () => {
    try {
      if ((await mail.server()) === null) return
      while (!over && (await planNextMailing(platform)));
      while (!over && (await sendNextMailing(platform, mail)));
    } catch (error) {
      platform.logger.error({ err: error }, 'Dashboards could not be mailed and will be tried again')
    }
  }
  const timer = setInterval(() => {
    running = running.then(look)
  }, POLL_MS)
  timer.unref()
  return {
    async stop() {
      over = true
      clearInterval(timer)
      await running
    },
  }
}
