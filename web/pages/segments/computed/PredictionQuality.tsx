import { Text, VisuallyHidden } from '@mantine/core'
import type { PredictionReport } from '../../../../model/prediction.ts'
import { counted, number } from '../../../lib/format.ts'
import { Chip, type ChipProps } from '../../../ui/Chip.tsx'
import computed from './computed.module.css'
import classes from './prediction.module.css'

const grades: Record<
  PredictionReport['grade'],
  { label: string; tone: NonNullable<ChipProps['tone']>; means: string }
> = {
  good: { label: 'Good', tone: 'good', means: 'It tells well who will and who will not.' },
  fair: { label: 'Fair', tone: 'accent', means: 'Fit to choose whom to address first.' },
  weak: { label: 'Weak', tone: 'soon', means: 'A little better than chance.' },
  poor: {
    label: 'Poor',
    tone: 'bad',
    means: 'Hardly better than chance: what people do here does not tell who will.',
  },
}
const MOST_SIGNALS = 6

/** How good a prediction is, by people whose past it did not learn from: in a word, tenth by tenth, and what it looks at. */
export function PredictionQuality({ report }: { report: PredictionReport }) {
  const { grade, accuracy, lift, examples, did } = report
  const { label, tone, means } = grades[grade]
  return (
    <section className={classes.quality} aria-label="How good it is">
      <div className={classes.grade}>
        <Chip tone={tone}>{label}</Chip>
        <Text size="sm">{means}</Text>
      </div>
      <Text size="xs" c="dimmed">
        {`Of one who did and one who did not, it ranks the one who did first ${number(accuracy * 100)} % of the time. The likeliest tenth did it ${number(lift, 1)} times as often as all. Learned from ${counted(examples, 'look at the past', 'looks at the past')}, ${number(did)} of them followed by it.`}
      </Text>
      <Tenths tenths={report.tenths} />
      <Signals signals={report.signals} />
      <Text size="xs" c="dimmed" mt={4} mb="-0.5rem">
        How likely people are now, in percent
      </Text>
    </section>
  )
}

function Tenths({ tenths }: Pick<PredictionReport, 'tenths'>) {
  const most = Math.max(...tenths.flatMap(({ foretold, happened }) => [foretold, happened]), 1)
  const height = (percent: number) => `${(percent / most) * 100}%`
  return (
    <>
      <ol className={classes.tenths} aria-label="From the least likely tenth of people to the likeliest">
        {tenths.map(({ foretold, happened }, place) => {
          const words = `Foretold ${number(foretold, 1)} %, happened ${number(happened, 1)} %`
          return (
            <li key={place} title={words}>
              <span className={classes.happened} style={{ height: height(happened) }} aria-hidden />
              <span className={classes.foretold} style={{ bottom: height(foretold) }} aria-hidden />
              <VisuallyHidden>{words}</VisuallyHidden>
            </li>
          )
        })}
      </ol>
      <div className={classes.legend} aria-hidden>
        <span>Least likely</span>
        <span>
          <i className={classes.bar} /> happened <i className={classes.line} /> foretold
        </span>
        <span>Likeliest</span>
      </div>
    </>
  )
}

function Signals({ signals }: Pick<PredictionReport, 'signals'>) {
  const shown = signals
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, MOST_SIGNALS)
  return (
    <>
      <Text size="xs" c="dimmed" mt={4}>
        What tells people apart
      </Text>
      <ul className={computed.bars} aria-label="What tells people apart">
        {shown.map(({ event, share }) => (
          <li key={event}>
            <span className={computed.label} title={event}>
              {event}
            </span>
            <span className={computed.bar} style={{ width: `${share * 100}%`, opacity: 0.6 }} aria-hidden />
            <span className={computed.count}>{`${number(share * 100)} %`}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
