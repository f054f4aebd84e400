import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { number, shortNumber } from '../lib/format.ts'
import { niceCeiling } from '../lib/scale.ts'
import classes from './BarChart.module.css'
import { ChartTable } from './ChartTable.tsx'

export type Bar = {
  /** What the bar counts, in words: "14:00 to 15:00". */
  label: string
  /** Under the bar, where there is room for it. */
  tick: string
  value: number
  /** Stands on top of the value, in red. */
  bad?: number
  /** Where the line of the usual passes; null where nothing is known. */
  usual?: number | null
}

export type BarChartProps = {
  bars: Bar[]
  /** What is counted, in the plural: "events". */
  unit: string
  badName?: string
  height?: string
  /** Names the picture for screen readers, which read the table instead. */
  label: string
  /** In the place of the reading while no bar is pointed at. */
  summary: ReactNode
}

/** Bars from zero with a quiet line of the usual. Pointing at a bar, or arrow keys, read it out above. */
export function BarChart({
  bars,
  unit,
  badName = 'dropped',
  height = '13rem',
  label,
  summary,
}: BarChartProps) {
  const [active, setActive] = useState<number | null>(null)
  const top = niceCeiling(
    Math.max(...bars.map((bar) => Math.max(bar.value + (bar.bad ?? 0), bar.usual ?? 0)), 1),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    setActive((at) => Math.min(Math.max((at ?? (by > 0 ? -1 : bars.length)) + by, 0), bars.length - 1))
  }
  const read = active === null ? undefined : bars[active]
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.readout}>
        {read ? <Readout bar={read} unit={unit} badName={badName} /> : summary}
      </figcaption>
      <div
        className={classes.plot}
        style={{ height }}
        role="slider"
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(bars.length - 1, 0)}
        aria-valuenow={active ?? 0}
        aria-valuetext={read ? `${read.label}: ${number(read.value)} ${unit}` : 'Arrow keys read the bars'}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setActive(null)}
        onBlur={() => setActive(null)}
      >
        <Grid top={top} />
        <div className={classes.bars} aria-hidden>
          {bars.map((bar, place) => (
            <div
              key={place}
              className={classes.slot}
              data-active={place === active || undefined}
              onMouseEnter={() => setActive(place)}
            >
              {bar.bad ? <div className={classes.bad} style={{ height: share(bar.bad, top) }} /> : null}
              <div className={classes.bar} style={{ height: share(bar.value, top) }} />
            </div>
          ))}
        </div>
        <UsualLine bars={bars} top={top} />
      </div>
      <Ticks bars={bars} />
      <ChartTable bars={bars} unit={unit} badName={badName} label={label} />
    </figure>
  )
}

function Readout({ bar, unit, badName }: { bar: Bar; unit: string; badName: string }) {
  return (
    <>
      <b>{bar.label}</b>: {number(bar.value)} {unit}
      {bar.bad ? `, ${number(bar.bad)} ${badName}` : ''}
      {bar.usual !== undefined && bar.usual !== null ? `, usually ${number(bar.usual)}` : ''}
    </>
  )
}

function Grid({ top }: { top: number }) {
  return (
    <div className={classes.grid} aria-hidden>
      {[top, top / 2, 0].map((value) => (
        <div key={value} className={classes.line} style={{ bottom: share(value, top) }}>
          <span>{Number.isInteger(value) ? shortNumber(value) : ''}</span>
        </div>
      ))}
    </div>
  )
}

function UsualLine({ bars, top }: { bars: Bar[]; top: number }) {
  const points = bars.flatMap(({ usual }, place) =>
    usual === null || usual === undefined ? [] : [`${place + 0.5},${top - usual}`],
  )
  if (points.length < 2) return null
  return (
    <svg
      className={classes.usual}
      viewBox={`0 0 ${bars.length} ${top}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

function Ticks({ bars }: { bars: Bar[] }) {
  const every = Math.ceil(bars.length / 6)
  return (
    <div className={classes.ticks} aria-hidden>
      {bars.map((bar, place) => (
        <span key={place}>{place % every === 0 ? bar.tick : ''}</span>
      ))}
    </div>
  )
}

const share = (value: number, top: number) => `${(value / top) * 100}%`
