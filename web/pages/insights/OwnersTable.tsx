import { number } from '../../lib/format.ts'
import { Money } from '../../ui/Money.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './insights.module.css'
import { NumberButton } from './NumberButton.tsx'
import { daysText, percent } from './numbers.ts'
import type { PartProps } from './part.ts'

/** Who won and lost what, who won most first. */
export function OwnersTable({ report: { owners, pipeline }, onOpen }: PartProps) {
  if (owners.length === 0) return null
  return (
    <Section title="By owner" count={owners.length}>
      <div className={classes.room}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Owner</th>
              <th scope="col">Won</th>
              <th scope="col">Amount</th>
              <th scope="col">Lost</th>
              <th scope="col">Win rate</th>
              <th scope="col">Mean cycle</th>
              <th scope="col">Open</th>
            </tr>
          </thead>
          <tbody>
            {owners.map(({ key, name, won, lost, open, win_rate, mean_days }) => (
              <tr key={key}>
                <th scope="row">{name ?? 'Nobody'}</th>
                {(['won', 'lost', 'open'] as const).flatMap((figure) => {
                  const { count } = { won, lost, open }[figure]
                  const cell = (
                    <td key={figure}>
                      <NumberButton
                        count={count}
                        label={`${number(count)} ${figure} of ${name ?? 'nobody'}`}
                        onOpen={() => onOpen({ figure, owner: key })}
                      >
                        {number(count)}
                      </NumberButton>
                    </td>
                  )
                  if (figure === 'won')
                    return [
                      cell,
                      <td key="amount">
                        <Money amount={won.amount} currency={pipeline.currency} short />
                      </td>,
                    ]
                  if (figure === 'lost')
                    return [
                      cell,
                      <td key="rate">{percent(win_rate)}</td>,
                      <td key="cycle">{daysText(mean_days)}</td>,
                    ]
                  return [cell]
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
