import { counted, number } from '../../lib/format.ts'
import { BarChart } from '../../ui/BarChart.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './insights.module.css'
import { NumberButton } from './NumberButton.tsx'
import type { PartProps } from './part.ts'
import { periodName } from './period.ts'

/** What was closed week by week, and how many deals stood in each stage when the week ended. */
export function OverTime({ report, onOpen }: PartProps) {
  const { step, points } = report.over_time
  const bars = points.map(({ from, to, won, lost }) => ({
    label: periodName({ from, to }),
    tick: shortDay(from),
    value: won.count,
    bad: lost.count,
  }))
  return (
    <Section title={step === 'week' ? 'Week by week' : 'Month by month'}>
      <BarChart
        bars={bars}
        unit="won"
        badName="lost"
        height="9rem"
        label={`Deals won and lost by ${step}`}
        summary={`${counted(report.won.count, 'deal')} won, ${number(report.lost.count)} lost`}
      />
      <div className={classes.room} tabIndex={0} role="group" aria-label={`Deals in each stage by ${step}`}>
        <table className={`${classes.table} ${classes.history}`}>
          <thead>
            <tr>
              <th scope="col">At the end of</th>
              {points.map(({ from, to }) => (
                <th key={from} scope="col" title={periodName({ from, to })}>
                  {shortDay(to)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Won</th>
              {points.map(({ from, to, won, stages }) => (
                <td key={from}>
                  {stages.length > 0 && (
                    <NumberButton
                      count={won.count}
                      label={`${number(won.count)} won, ${periodName({ from, to })}`}
                      onOpen={() => onOpen({ figure: 'won', closed_from: from, closed_to: to })}
                    >
                      {number(won.count)}
                    </NumberButton>
                  )}
                </td>
              ))}
            </tr>
            {report.stages.map(({ stage_id, name }) => (
              <tr key={stage_id}>
                <th scope="row">In {name}</th>
                {points.map(({ from, stages }) => {
                  const stood = stages.find((one) => one.stage_id === stage_id)
                  return <td key={from}>{stood && number(stood.count)}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function shortDay(day: string): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
    new Date(day),
  )
}
