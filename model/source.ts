import { z } from 'zod'

export const sourceKinds = ['browser', 'server', 'mobile', 'custom'] as const

export const source = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(sourceKinds),
  write_key: z.string(),
  enabled: z.boolean(),
  created_at: z.iso.datetime(),
  first_event_at: z.iso.datetime().nullable(),
  last_event_at: z.iso.datetime().nullable(),
})
export type Source = z.infer<typeof source>

export const sourceInput = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(sourceKinds).default('custom'),
})

export const sourceChange = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  enabled: z.boolean().optional(),
})

/** One event as the live view shows it: what arrived, and what each step did to it. */
export const liveEvent = z.object({
  seq: z.number(),
  received_at: z.iso.datetime(),
  source: z.string(),
  type: z.string(),
  event: z.string(),
  message_id: z.string(),
  person: z.object({ id: z.uuid(), label: z.string() }).nullable(),
  outcome: z.enum(['stored', 'dropped']),
  reason: z.string().nullable(),
  steps: z.array(z.object({ name: z.string(), note: z.string() })),
  payload: z.unknown(),
})
export type LiveEvent = z.infer<typeof liveEvent>

export const droppedEvent = z.object({
  received_at: z.iso.datetime(),
  source: z.string(),
  message_id: z.string(),
  type: z.string(),
  event: z.string(),
  step: z.string(),
  reason: z.string(),
  detail: z.string(),
  payload: z.string(),
})
export type DroppedEvent = z.infer<typeof droppedEvent>

/** Reasons that a step may drop an event for, with the sentence shown to people. */
export const dropReasons = {
  duplicate: 'The same message was already received in the last 7 days.',
  invalid: 'The event does not have the shape of a tracking call.',
  no_identity: 'The event names neither a user nor an anonymous visitor.',
  too_large: 'The event is larger than 32 KB.',
  too_many_properties: 'The event has more properties or traits than allowed.',
  batch_too_long: 'The batch had more than 2,500 events.',
  source_disabled: 'The source is switched off.',
  blocked_identity: 'Every identifier of the event is a blocked value such as "null" or "0".',
} as const satisfies Record<string, string>
export type DropReason = keyof typeof dropReasons
