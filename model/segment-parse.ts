import { z } from 'zod'
import { segmentDefinition } from './segment.ts'

/** A sentence, and where in it somebody writes, to be told what may stand there. */
export const parseInput = z.object({
  text: z.string().max(20_000),
  caret: z.number().int().min(0).optional(),
})

const note = z.object({
  message: z.string(),
  /** The place in the text, from the first character to the one after the last. */
  from: z.number(),
  to: z.number(),
  /** What may be meant, best first. */
  suggestions: z.array(z.string()),
})

/** What a sentence means, or what is wrong with it. */
export const parsedSegment = z.object({
  definition: segmentDefinition.nullable(),
  /** The definition as a sentence again: how it was understood. */
  sentence: z.string().nullable(),
  problem: note.nullable(),
  /** Names that nobody has met. */
  notes: z.array(note),
  completions: z.array(z.object({ text: z.string(), kind: z.string(), from: z.number() })),
})
