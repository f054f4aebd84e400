import { webhook } from './webhook/webhook.ts'

/** Every kind of destination there is. */
export const catalog = { webhook }

export type DestinationKind = keyof typeof catalog
