import { number } from '../../lib/format.ts'
import { Money } from '../../ui/Money.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './insights.module.css'
import { NumberButton } from './NumberButton.tsx'
import { percent } from './numbers.ts'
import type { PartProps } from './part.ts'

/** Why deals were lost and won. */
export function ReasonsTable({ report: { reasons, pipeline, won, lost }, onOpen }: PartProps) {
  if (reasons.length === 0) return null
  return (
    <Section title="Reasons">
      <div className={classes.room}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">Deals</th>
              <th scope="col">Share</th>
              <th scope="col">Amount</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ kind, reason, count, amount }) => {
              const name = `${kind === 'won' ? 'Won' : 'Lost'}: ${reason?.name ?? 'no reason given'}`
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <NumberButton
                      count={count}
                      label={`${number(count)}, ${name}`}
                      onOpen={() => onOpen({ figure: kind, reason: reason?.id ?? 'none' })}
                    >
                      {number(count)}
                    </NumberButton>
                  </td>
                  <td>{percent(count / (kind === 'won' ? won : lost).count)}</td>
                  <td>
                    <Money amount={amount} currency={pipeline.currency} short />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
