import type { Answers } from '../../../model/form.ts'

const MANY_LINKS = 3

type Sent = { answers: Answers; trap: string; isQuick: boolean }

/** Signs of a program at work, each with what it is called. */
const signs: [reason: string, holds: (sent: Sent) => boolean][] = [
  ['It filled in a field that people do not see.', ({ trap }) => trap.trim() !== ''],
  ['It was sent faster than anybody can write.', ({ isQuick }) => isQuick],
  ['It is full of links.', ({ answers }) => countLinks(answers) > MANY_LINKS],
]

/** Why this is taken for spam; null when it is not. */
export function spamReason(sent: Sent): string | null {
  return signs.find(([, holds]) => holds(sent))?.[0] ?? null
}

function countLinks(answers: Answers): number {
  return (
    Object.values(answers)
      .join(' ')
      .match(/https?:\/\/|www\.|\[url/gi)?.length ?? 0
  )
}
