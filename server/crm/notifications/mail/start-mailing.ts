import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { mailAtOnce } from './mail-at-once.ts'
import { mailNextDigest, scheduleDigests } from './mail-digest.ts'

const POLL_MS = 10_000

/** Mails users what they were told, at once or as a digest, as they chose. Any number of processes may do so on one database. */
export function startMailingNotifications(platform: Platform, mail: Mail): { stop(): Promise<void> } {
  let running = Promise.resolve()
  let over = false
  const look = async () => {
    try {
      while (!over && (await mailAtOnce(platform, mail)) > 0);
      await scheduleDigests(platform)
      while (!over && (await mailNextDigest(platform, mail)));
    } catch (error) {
      platform.logger.error({ err: error }, 'Notifications could not be mailed and will be tried again')
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
