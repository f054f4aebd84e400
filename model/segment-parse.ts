import { z } from 'zod'
import { segmentDefinition } from './segment.ts'

/** A sentence, and where in it somebody writes, to be told what may stand there. */
export const parseInput = z.object({
  text: z.string().max(20_000),
  caret: z.number().int().min(0).optional(),
  /** Plain words, or the query language of Segment's audiences. */
  language: z.enum(['words', 'segment']).default('words'),
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
  /** What has no condition here: the definition is without it. */
  left_out: z.array(note),
  /** What to look at: names that nobody has met, things that mean something slightly different here. */
  notes: z.array(note),
  completions: z.array(z.object({ text: z.string(), kind: z.string(), from: z.number() })),
})
