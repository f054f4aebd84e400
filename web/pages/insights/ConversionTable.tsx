import { Text } from '@mantine/core'
import { number } from '../../lib/format.ts'
import { Section } from '../../ui/Section.tsx'
import classes from './insights.module.css'
import { NumberButton } from './NumberButton.tsx'
import { daysText, percent } from './numbers.ts'
import { Bar } from './OpenPipeline.tsx'
import type { PartProps } from './part.ts'

/** How many of the deals made in the period came to each stage, and how long deals stay there. */
export function ConversionTable({ report, onOpen }: PartProps) {
  const first = report.conversion[0]?.reached ?? 0
  return (
    <Section title="Conversion">
      <div className={classes.room}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Came to</th>
              <th scope="col" aria-hidden />
              <th scope="col">Deals</th>
              <th scope="col">Of the stage before</th>
              <th scope="col">Median stay</th>
            </tr>
          </thead>
          <tbody>
            {report.conversion.map(({ stage_id, name, reached, rate, median_days, mean_days }) => (
              <tr key={stage_id}>
                <th scope="row">{name}</th>
                <td aria-hidden>
                  <Bar share={first === 0 ? 0 : reached / first} />
                </td>
                <td>
                  <NumberButton
                    count={reached}
                    label={`${number(reached)} came to ${name}`}
                    onOpen={() => onOpen({ figure: 'reached', stage: stage_id })}
                  >
                    {number(reached)}
                  </NumberButton>
                </td>
                <td>{percent(rate)}</td>
                <td title={`mean ${daysText(mean_days)}`}>{daysText(median_days)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        Of the {number(report.created.count)} made in the period, so far. Stays are those that ended in it.
      </Text>
    </Section>
  )
}
