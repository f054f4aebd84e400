import type { FastifyReply } from 'fastify'
import type { Actor } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { audit } from '../audit.ts'
import { retryLater } from '../retry-later.ts'
import { subjectOf } from '../users.ts'
import { wrongCode } from './enrol.ts'
import { countRecoveryCodes } from './recovery-codes.ts'
import { useCode } from './second-factor.ts'

/**
 * Lets pass who shows a valid code of this user. Throws `validation_failed` for a wrong or used one and `rate_limited`
 * while the second factor is locked. What was wrong is in the audit log.
 */
export async function requireCode(
  { platform, signInsByAddress }: Access,
  actor: Actor,
  reply: FastifyReply,
  code: string,
): Promise<void> {
  retryLater(reply, signInsByAddress.take(actor.ip ?? ''))
  const result = await useCode(platform, actor.id, code)
  const subject = subjectOf(actor)
  const note = (action: string, details = {}) => audit(platform.db, actor, { action, subject, details })
  switch (result.outcome) {
    case 'accepted':
      if (result.with === 'recovery code')
        await note('user.recovery_code_used', { left: await countRecoveryCodes(platform.db, actor.id) })
      return
    case 'locked':
      if (result.isNew)
        await note('user.second_factor_locked', { until: new Date(result.until).toISOString() })
      return retryLater(reply, result.until - platform.clock.now())
    case 'wrong':
    case 'used before':
      await note('user.second_factor_refused', { code: result.outcome })
      throw wrongCode(
        result.outcome === 'wrong'
          ? 'This code is not valid. Take the one that your app shows now.'
          : 'This code has been used already. Wait for the next one.',
      )
  }
}
