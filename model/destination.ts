import { z } from 'zod'

export const destination = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.literal('webhook'),
  enabled: z.boolean(),
  url: z.url(),
  segment_ids: z.array(z.uuid()),
  created_at: z.iso.datetime(),
  delivered: z.number(),
  failed: z.number(),
  waiting: z.number(),
})
export type Destination = z.infer<typeof destination>

/** A webhook to make: an empty list of segments means every segment. The signing secret is shown once. */
export const destinationInput = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.literal('webhook').default('webhook'),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  segment_ids: z.array(z.uuid()).max(100).default([]),
  enabled: z.boolean().default(true),
})
export const destinationChange = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  segment_ids: z.array(z.uuid()).max(100).optional(),
  enabled: z.boolean().optional(),
})
export const createdDestination = destination.extend({ secret: z.string() })

export const delivery = z.object({
  id: z.uuid(),
  destination_id: z.uuid(),
  destination_name: z.string(),
  event: z.string(),
  person_id: z.uuid().nullable(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number(),
  next_attempt_at: z.iso.datetime().nullable(),
  last_status: z.number().nullable(),
  last_error: z.string().nullable(),
  payload: z.unknown(),
  created_at: z.iso.datetime(),
  delivered_at: z.iso.datetime().nullable(),
})
export type Delivery = z.infer<typeof delivery>

/** How a test went, in short, and the delivery that the log keeps of it. */
export const destinationTest = delivery.extend({
  ok: z.boolean(),
  status: z.number().nullable(),
  error: z.string().nullable(),
})
