import { z } from 'zod'

/** What is known of somebody who is about to be made. */
export const similarQuery = z
  .object({
    name: z.string().trim().max(300).optional(),
    email: z.string().trim().max(320).optional(),
    phone: z.string().trim().max(50).optional(),
  })
  .refine(({ name, email, phone }) => Boolean(name || email || phone), {
    path: ['name'],
    message: 'Give a name, an e-mail address or a phone number.',
  })
export type SimilarQuery = z.input<typeof similarQuery>

/** Somebody who may be the one: how probably, where that was learned, and what speaks for it. */
export const similarPerson = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  probability: z.number().min(0).max(1).nullable(),
  because: z.array(z.string()),
})
export type SimilarPerson = z.infer<typeof similarPerson>

export const similarPeople = z.object({ data: z.array(similarPerson) })
