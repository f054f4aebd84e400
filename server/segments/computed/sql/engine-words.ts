import { refused } from './compile-sql.ts'

const LONGEST = 400

/** Says what the engine has against a query in a sentence about what was written, instead of about what it was put into. */
export async function inWords<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    throw refused(wordsOf(error instanceof Error ? error.message : String(error)))
  }
}

const known: [pattern: RegExp, words: string][] = [
  [/timeout exceeded|TIMEOUT_EXCEEDED|estimated query execution time/i, 'It takes longer than 10 seconds.'],
  [/memory limit|MEMORY_LIMIT_EXCEEDED/i, 'It needs more than 1 GB of memory.'],
  [/limit for .*join exceeded|SET_SIZE_LIMIT_EXCEEDED/i, 'It joins too many rows.'],
]

function wordsOf(message: string): string {
  const words = known.find(([pattern]) => pattern.test(message))?.[1]
  if (words !== undefined) return `${words} Ask for less: a shorter time, or fewer events.`
  const plain = message
    .replace(/^(?:Error: )?(?:Code: \d+\. )?(?:DB::Exception: )?/, '')
    .replace(/:? ?[Ii]n scope [\s\S]*$/, '')
    .replaceAll(/: while executing '[\s\S]*$/g, '')
    .replace(/\(([A-Z_]{6,})\)\s*$/, '')
    .replace(
      /failed at position \d+ \((.*?)\)[\s\S]*?\(line (\d+), col (\d+)\)[\s\S]*$/,
      'at “$1” in line $2',
    )
    .replaceAll(/\bline (\d+)/g, (_, line: string) => `line ${Math.max(1, Number(line) - 1)}`)
    .trim()
  return `The SQL does not work: ${plain.slice(0, LONGEST)}`
}
