import { Progress, Text, VisuallyHidden } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { percent } from '../numbers.ts'
import { Behind } from './Behind.tsx'
import type { FigureProps } from './CardFigure.tsx'
import classes from './dashboards.module.css'
import { changeOf, exactText, valueText } from './figure-values.ts'

/** One number, with what it is by the side of the days that are compared. */
export function NumberFigure({ figures, title, onOpenDeals }: FigureProps<'number'>) {
  const { value, before, unit, less_is_better: lessIsBetter, note, behind } = figures
  return (
    <>
      <p className={classes.value} title={exactText(value, figures)}>
        <Behind behind={value ? behind : null} label={title} onOpenDeals={onOpenDeals}>
          {valueText(value, figures)}
        </Behind>
      </p>
      <p className={classes.note}>
        <ChangeNote
          value={value}
          before={before}
          figures={{ unit, currency: figures.currency, lessIsBetter }}
        />
        {note && <span>{note}</span>}
      </p>
    </>
  )
}

type ChangeNoteProps = {
  value: number | null
  before: number | null
  figures: Parameters<typeof valueText>[1] & { lessIsBetter?: boolean }
}

/** "↗ 12% from €400": how a number changed, good or bad. Says so in words, too. */
export function ChangeNote({ value, before, figures }: ChangeNoteProps) {
  const change = changeOf(value, before, figures.unit)
  if (change === null) return null
  if (change.way === 'same') return <span>unchanged</span>
  const isGood = (change.way === 'up') !== (figures.lessIsBetter ?? false)
  const Arrow = change.way === 'up' ? IconArrowUpRight : IconArrowDownRight
  return (
    <span>
      <span className={classes.change} data-good={isGood}>
        <Arrow size={14} aria-hidden />
        <VisuallyHidden>{change.way} </VisuallyHidden>
        {before === 0 ? '' : change.text}
      </span>{' '}
      from {valueText(before, figures)}
    </span>
  )
}

/** How much of a target is reached. */
export function ProgressFigure({ figures, title, onOpenDeals }: FigureProps<'progress'>) {
  const { value, target, note, behind } = figures
  const share = value !== null && target ? value / target : null
  return (
    <>
      <p className={classes.value} title={exactText(value, figures)}>
        <Behind behind={value ? behind : null} label={title} onOpenDeals={onOpenDeals}>
          {valueText(value, figures)}
        </Behind>
        {share !== null && <span className={classes.share}> {percent(share)}</span>}
      </p>
      {share !== null && (
        <Progress
          value={Math.min(share, 1) * 100}
          aria-label={`${title}: ${percent(share)} reached`}
          my="xs"
        />
      )}
      <Text size="xs" c="dimmed">
        {target === null ? note : `of ${valueText(target, figures)}`}
      </Text>
    </>
  )
}
