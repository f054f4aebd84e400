import { Text } from '@mantine/core'
import type { LinkagePair, PairDecision } from '../../../model/linkage.ts'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { DecideButtons } from './DecideButtons.tsx'
import classes from './duplicates.module.css'
import { fieldWords, percent, personName } from '../../lib/pair-words.ts'
import { Waterfall } from './Waterfall.tsx'

export type PairDetailProps = {
  pair: LinkagePair
  picked: number
  /** Left out for those who may not decide. */
  deciding: { onDecide: (decision: PairDecision) => void; onTakeBack: () => void } | undefined
}

/** Two people side by side with their differences marked, and what speaks for and against their being one. */
export function PairDetail({ pair, picked, deciding }: PairDetailProps) {
  const { a, b, evidence } = pair
  return (
    <article className={classes.detail} aria-label={`${personName(a)} and ${personName(b)}`}>
      <div className={classes.verdict}>
        <Text fw={600}>{percent(pair.probability)} likely the same person</Text>
        {deciding && <DecideButtons state={pair.state} picked={picked} {...deciding} />}
      </div>
      <div className={classes.scroll}>
        <table className={classes.compare}>
          <thead>
            <tr>
              <th scope="col">What is known</th>
              <th scope="col">
                <TextLink {...links.person(a.id)}>{personName(a)}</TextLink>
              </th>
              <th scope="col">
                <TextLink {...links.person(b.id)}>{personName(b)}</TextLink>
              </th>
              <th scope="col">How they agree</th>
            </tr>
          </thead>
          <tbody>
            {evidence.comparisons.map(({ name, level, left, right }) => (
              <tr key={name}>
                <th scope="row">{fieldWords(name)}</th>
                <Value text={left} other={right} />
                <Value text={right} other={left} />
                <td className={classes.level}>{level}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Section title="Why">
        <Waterfall pair={pair} />
      </Section>
    </article>
  )
}

function Value({ text, other }: { text: string | null; other: string | null }) {
  if (text === null) return <td className={classes.missing}>not known</td>
  if (other === null || text === other) return <td>{text}</td>
  const { start, middle, end } = difference(text, other)
  return (
    <td>
      {start}
      {middle && <mark className={classes.mark}>{middle}</mark>}
      {end}
    </td>
  )
}

/** What two texts have in common at their start and end, and what is left between. */
function difference(text: string, other: string) {
  const most = Math.min(text.length, other.length)
  let from = 0
  while (from < most && text[from] === other[from]) from++
  let behind = 0
  while (behind < most - from && text[text.length - 1 - behind] === other[other.length - 1 - behind]) behind++
  return {
    start: text.slice(0, from),
    middle: text.slice(from, text.length - behind),
    end: text.slice(text.length - behind),
  }
}
