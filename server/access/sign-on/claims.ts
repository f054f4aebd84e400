import { z } from 'zod'

/** What a provider says of somebody, whatever the protocol. */
export const claims = z.object({
  /** Names the person at this provider for good; e-mail addresses change hands. */
  subject: z.string(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  name: z.string().nullable(),
  groups: z.array(z.string()),
})
export type Claims = z.infer<typeof claims>

/** Reads groups however they are written: a list, one name, names with commas between. */
export function groupsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .flatMap((one) => String(one).split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
