import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LinkageAccuracy } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { Section } from '../../ui/Section.tsx'
import classes from './duplicates.module.css'
import { percent } from '../../lib/pair-words.ts'
import { Share } from './Share.tsx'

type Threshold = LinkageAccuracy['data'][number]

/** How the model stands against what people decided, threshold by threshold, so that one sees where to put them. */
export function Accuracy() {
  const accuracy = useQuery({ queryKey: ['linkage', 'found', 'accuracy'], queryFn: api.linkage.accuracy })
  if (!accuracy.data || accuracy.data.data.length === 0) return null
  const { same, different, data } = accuracy.data
  return (
    <Section title="Where to put the thresholds">
      <Text size="sm">{thresholdsOf(accuracy.data)}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {same + different === 0
          ? 'Decide some pairs, the sure and the doubtful, and here stands how often the model is right.'
          : `Measured by ${counted(same + different, 'decision')}: ${number(same)} times one person, ${number(different)} times two. Precision is how many of the pairs from a threshold on are one person, recall how many of those who are one person are among them; in brackets, between which the share lies with 95% confidence.`}
      </Text>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label="Thresholds">
        <table className={classes.thresholds}>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Same</th>
              <th scope="col">Different</th>
              <th scope="col">Open</th>
              <th scope="col">Precision</th>
              <th scope="col">Recall</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <Row key={one.weight} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function Row({ one: { weight, threshold, same, different, open, precision, recall } }: { one: Threshold }) {
  return (
    <tr>
      <th scope="row">
        {weight} bits <span className={classes.note}>{percent(threshold)}</span>
      </th>
      <td className={classes.count}>{number(same)}</td>
      <td className={classes.count}>{number(different)}</td>
      <td className={classes.count}>{number(open)}</td>
      <MeasuredShare measured={precision} />
      <MeasuredShare measured={recall} />
    </tr>
  )
}

function MeasuredShare({ measured }: { measured: Threshold['precision'] }) {
  if (!measured) return <td className={classes.note}>Nothing decided</td>
  const { share, least, most } = measured
  const whole = (value: number) => Math.round(value * 100)
  return <Share value={share} tone="same" note={`(${whole(least)} to ${whole(most)}%)`} />
}

function thresholdsOf({ ask_at, link_at, automatic_from }: LinkageAccuracy): string {
  const parts = [
    ask_at === null ? '' : `Pairs are asked about from ${percent(ask_at)} on`,
    link_at === null ? '' : `proposed as one person from ${percent(link_at)}`,
    automatic_from === null
      ? 'linked without asking never'
      : `linked without asking from ${percent(automatic_from)}`,
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}
