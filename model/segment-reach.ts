import { z } from 'zod'
import type { SegmentComparison } from './segment-comparison.ts'

/** By what people are written to. */
export const reachChannels = { email: 'e-mail', sms: 'SMS' } as const satisfies Record<string, string>
export type ReachChannel = keyof typeof reachChannels

/** "Can be reached by e-mail", perhaps only with a consent, which is a trait as forms write it; or cannot. */
export const reachCondition = z.object({
  kind: z.literal('reach'),
  can: z.boolean().default(true),
  channel: z.enum(['email', 'sms']),
  consent: z.string().min(1).max(200).optional(),
})
export type ReachCondition = z.infer<typeof reachCondition>

const yes = ['true', 'yes', '1']
const no = ['false', 'no', '0']

const addresses: Record<ReachChannel, SegmentComparison> = {
  email: { field: 'email', operator: 'contains', value: '@' },
  sms: { field: 'phone', operator: 'contains', value: '0123456789'.split('') },
}

/**
 * What must be so of somebody's traits for a channel to reach them: an address, no word that they unsubscribed, no consent
 * that was withdrawn, and the one that was asked for. As long as nothing is said about a consent it is not withdrawn.
 */
export function reachedWhen({ channel, consent }: Omit<ReachCondition, 'kind' | 'can'>): {
  must: SegmentComparison[]
  mustNot: SegmentComparison[]
} {
  return {
    must: [
      addresses[channel],
      ...(consent === undefined ? [] : [{ field: consent, operator: 'is', value: yes } as const]),
    ],
    mustNot: [
      { field: 'unsubscribed', operator: 'is', value: yes },
      { field: `${channel}_unsubscribed`, operator: 'is', value: yes },
      { field: 'marketing_consent', operator: 'is', value: no },
      { field: `${channel}_consent`, operator: 'is', value: no },
    ],
  }
}
