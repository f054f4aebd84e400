import { problemSentences, type ProblemCode, type RowProblem } from '../../../../model/import.ts'

/** A problem in plain words; `more` adds what the sentence of its kind cannot know. */
export function problem(
  code: ProblemCode,
  where: { column?: number | undefined; value?: string; more?: string } = {},
): RowProblem {
  const { column = null, value = null, more } = where
  return { code, message: more ? `${problemSentences[code]} ${more}` : problemSentences[code], column, value }
}

const harmless = new Set<string>([
  'same_as_row',
  'unknown_person',
  'unknown_company',
  'similar_record',
] satisfies ProblemCode[])

/** Whether a row with these problems cannot be imported. */
export function isFatal(problems: RowProblem[]): boolean {
  return problems.some(({ code }) => !harmless.has(code))
}
