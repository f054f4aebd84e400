import { Text, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import type { ComputedExplanation } from '../../model/computed-trait.ts'
import { pointWords } from '../../model/computed-words.ts'
import classes from './ScoreReasons.module.css'

/** The rules of a score with what each counts for a person; those that do not hold stand last, greyed. */
export function ScoreReasons({
  score: { points, rules },
}: {
  score: NonNullable<ComputedExplanation['score']>
}) {
  const ordered = rules.toSorted((a, b) => Number(b.holds) - Number(a.holds))
  return (
    <>
      <ul className={classes.rules} aria-label="Rules">
        {ordered.map(({ name, words, holds, points: counted }, place) => (
          <li key={place} data-unmet={!holds || undefined}>
            {holds ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
            <span>
              {name || words}
              {name && <span className={classes.words}>{words}</span>}
            </span>
            <span className={classes.points}>
              {pointWords(counted)}
              {!holds && <VisuallyHidden> if it were so</VisuallyHidden>}
            </span>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={6}>
        {rules.some(({ holds }) => holds)
          ? `Together ${points} by all that is known now.`
          : 'None of this is so now, so there is no score.'}
      </Text>
    </>
  )
}
