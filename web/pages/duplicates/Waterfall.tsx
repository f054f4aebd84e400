import type { LinkagePair } from '../../../model/linkage.ts'
import classes from './duplicates.module.css'
import { fieldWords, signed } from '../../lib/pair-words.ts'

type Step = { label: string; detail: string; from: number; to: number }

/** How the evidence adds up, from how rare duplicates are at all to the sum; to the right speaks for one person. */
export function Waterfall({ pair }: { pair: LinkagePair }) {
  const steps = stepsOf(pair)
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const least = Math.min(0, ...ends)
  const most = Math.max(0, ...ends)
  const place = (bits: number) => `${((bits - least) / (most - least || 1)) * 100}%`
  return (
    <>
      <p className={classes.explain}>
        Evidence in bits: each one doubles the odds that the two are one person. Above zero it is more likely
        than not.
      </p>
      <ol className={classes.waterfall}>
        {steps.map(({ label, detail, from, to }) => (
          <li key={label} className={classes.step}>
            <span className={classes.stepName}>
              {label} <span className={classes.level}>{detail}</span>
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.zero} style={{ left: place(0) }} />
              <span
                className={classes.bar}
                data-against={to < from || undefined}
                style={{
                  left: place(Math.min(from, to)),
                  right: `calc(100% - ${place(Math.max(from, to))})`,
                }}
              />
            </span>
            <span className={classes.bits}>{signed(to - from)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

function stepsOf({ evidence, weight }: LinkagePair): Step[] {
  let sum = evidence.prior
  const steps: Step[] = [{ label: 'Before comparing', detail: 'most pairs are two people', from: 0, to: sum }]
  for (const { name, level, weight: own, adjustment } of evidence.comparisons) {
    if (own + adjustment === 0) continue
    const rarity =
      Math.abs(adjustment) >= 0.05
        ? `, ${signed(adjustment)} as it is ${adjustment > 0 ? 'rare' : 'common or to be expected'}`
        : ''
    steps.push({
      label: fieldWords(name),
      detail: level.toLowerCase() + rarity,
      from: sum,
      to: sum + own + adjustment,
    })
    sum += own + adjustment
  }
  return [...steps, { label: 'Together', detail: '', from: 0, to: weight }]
}
