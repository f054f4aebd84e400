import type { z } from 'zod'
import type { JsonObject } from '../../model/json.ts'
import type { Outcome, SafeFetch } from '../platform/safe-fetch/index.ts'

/** A kind of destination: what it is set up with, and how it takes a message. Retrying is the loop's business. */
export type DestinationDefinition<Settings> = {
  kind: string
  name: string
  /** What is stored about a destination of this kind, besides its secret. */
  settings: z.ZodType<Settings>
  /** Makes what both sides shall know; shown once, stored sealed. */
  createSecret(): string
  /** Sends one message once. Tells how it went; throws only for faults of our own. */
  perform(message: Message<Settings>, ctx: PerformContext): Promise<Outcome>
}

/** A message on its way. The id stays the same when it is sent again. */
export type Message<Settings> = { id: string; payload: JsonObject; settings: Settings; secret: string }

export type PerformContext = { fetch: SafeFetch; now: number }
