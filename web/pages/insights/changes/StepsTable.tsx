import type { ForecastChanges } from '../../../../model/forecast-changes.ts'
import type { ForecastStep } from '../../../../model/forecast-steps.ts'
import { number } from '../../../lib/format.ts'
import { Money } from '../../../ui/Money.tsx'
import { waterfall } from '../../../ui/waterfall.ts'
import insights from '../insights.module.css'
import { NumberButton } from '../NumberButton.tsx'
import classes from './changes.module.css'
import { stepNames } from './step-names.ts'

type Step = ForecastChanges['steps'][number]

export type StepsTableProps = { changes: ForecastChanges; onOpen: (step: ForecastStep) => void }

/** The steps from what was open to what is open, as a waterfall that lies on its side: picture and numbers in one table. */
export function StepsTable({ changes: { steps, pipeline }, onOpen }: StepsTableProps) {
  const shown = steps.filter(({ step, count }) => count > 0 || !isRare(step))
  const spans = waterfall(shown.map((step) => ({ value: valueOf(step), isTotal: isTotal(step.step) })))
  return (
    <div className={insights.room}>
      <table className={`${insights.table} ${classes.steps}`} aria-label="What changed, step by step">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" aria-hidden />
            <th scope="col">Deals</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one, place) => {
            const { step, count, amount } = one
            const { name, what } = stepNames[step]
            const { start = 0, width = 0 } = spans[place] ?? {}
            return (
              <tr key={step} data-total={isTotal(step) || undefined}>
                <th scope="row" title={what}>
                  {name}
                </th>
                <td aria-hidden className={classes.track}>
                  <span
                    className={classes.bar}
                    data-way={isTotal(step) ? 'total' : valueOf(one) < 0 ? 'out' : 'in'}
                    style={{ left: `${start * 100}%`, width: `${width * 100}%` }}
                  />
                </td>
                <td>
                  <NumberButton count={count} label={`${name}: ${what}`} onOpen={() => onOpen(step)}>
                    {number(count)}
                  </NumberButton>
                </td>
                <td>
                  {!isTotal(step) && amount !== null && amount > 0 && '+'}
                  <Money amount={amount} currency={pipeline.currency} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function isTotal(step: ForecastStep): boolean {
  return step === 'opening' || step === 'closing'
}

/** Left out of the picture when it is none. */
function isRare(step: ForecastStep): boolean {
  return step === 'other_in' || step === 'other_out'
}

/** How long its bar is: money, and deals for who does not get to see money. */
function valueOf({ step, count, amount }: Step): number {
  if (amount !== null) return amount
  const isOut = step === 'pushed_out' || step === 'other_out' || step === 'won' || step === 'lost'
  return isOut ? -count : count
}
