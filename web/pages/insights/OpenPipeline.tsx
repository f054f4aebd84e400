import { number } from '../../lib/format.ts'
import { Money } from '../../ui/Money.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './insights.module.css'
import { NumberButton } from './NumberButton.tsx'
import type { PartProps } from './part.ts'

/** What is open now, stage by stage. */
export function OpenPipeline({ report, onOpen }: PartProps) {
  const { stages, open, pipeline } = report
  const most = Math.max(...stages.map(({ count }) => count), 1)
  return (
    <Section title="Open by stage">
      <div className={classes.room}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col" aria-hidden />
              <th scope="col">Deals</th>
              <th scope="col">Amount</th>
              <th scope="col">Weighted</th>
            </tr>
          </thead>
          <tbody>
            {stages.map(({ stage_id, name, probability, count, amount, weighted }) => (
              <tr key={stage_id}>
                <th scope="row" title={`${name}, ${probability}%`}>
                  {name}
                </th>
                <td aria-hidden>
                  <Bar share={count / most} />
                </td>
                <td>
                  <NumberButton
                    count={count}
                    label={`${number(count)} open in ${name}`}
                    onOpen={() => onOpen({ figure: 'open', stage: stage_id })}
                  >
                    {number(count)}
                  </NumberButton>
                </td>
                <td>
                  <Money amount={amount} currency={pipeline.currency} short />
                </td>
                <td>
                  <Money amount={weighted} currency={pipeline.currency} short />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All</th>
              <td aria-hidden />
              <td>{number(open.count)}</td>
              <td>
                <Money amount={open.amount} currency={pipeline.currency} short />
              </td>
              <td>
                <Money amount={open.weighted} currency={pipeline.currency} short />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Section>
  )
}

/** A share as a bar. */
export function Bar({ share }: { share: number }) {
  return (
    <span className={classes.bar}>
      <span className={classes.fill} style={{ display: 'block', width: `${Math.min(share, 1) * 100}%` }} />
    </span>
  )
}
