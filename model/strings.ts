import { z } from 'zod'

/** A trimmed text that is not empty. A NUL character is the one that the database cannot keep. */
export function text(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain a NUL character')
}

/** A trimmed text that may be empty. */
export function optionalText(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain a NUL character')
}
