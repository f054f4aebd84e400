import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { repeat } from '../../../platform/repeat.ts'
import { mailAtOnce } from './mail-at-once.ts'
import { mailNextDigest, scheduleDigests } from './mail-digest.ts'

const POLL_MS = 10_000

/** Mails users what they were told, at once or as a digest, as they chose. Any number of processes may do so on one database. */
export function startMailingNotifications(platform: Platform, mail: Mail): { stop(): Promise<void> } {
  return repeat(platform, {
    restMs: POLL_MS,
    async work(isStopped) {
      while (!isStopped() && (await mailAtOnce(platform, mail)) > 0);
      await scheduleDigests(platform)
      while (!isStopped() && (await mailNextDigest(platform, mail)));
    },
    failed: 'Notifications could not be mailed and will be tried again',
  })
}
