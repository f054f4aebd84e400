import { cardTitle, type DashboardCard } from '../../../../model/dashboard-cards.ts'
import type { CardFigures, CardResult } from '../../../../model/dashboard-data.ts'
import type { MailPanel } from '../../../platform/mail/index.ts'
import { changeText, daysText, valueText } from './mail-numbers.ts'

/** So many lines fit into a mail; the newest of a series. */
const MOST_LINES = 12

type Shape<Name extends CardFigures['shape']> = Extract<CardFigures, { shape: Name }>

/** What a card shows, as a part of a mail. */
export function cardPanel(card: DashboardCard, result: CardResult): MailPanel {
  const heading = cardTitle(card)
  return result.state === 'shown'
    ? { heading, ...panelOf(result.figures) }
    : { heading, note: result.sentence }
}

function panelOf(figures: CardFigures): Omit<MailPanel, 'heading'> {
  switch (figures.shape) {
    case 'number':
      return {
        figure: valueText(figures.value, figures),
        note: joined([changeText(figures.value, figures.before, figures), figures.note]),
      }
    case 'progress':
      return progressPanel(figures)
    case 'series':
      return seriesPanel(figures)
    case 'funnel':
      return funnelPanel(figures)
    case 'table':
      return tablePanel(figures)
    case 'note':
      return { note: figures.text }
  }
}

function progressPanel(figures: Shape<'progress'>): Omit<MailPanel, 'heading'> {
  const { value, target, note } = figures
  if (target === null || value === null) return { figure: valueText(value, figures), note }
  const share = target === 0 ? null : value / target
  return {
    figure: valueText(value, figures),
    note: joined([
      `of ${valueText(target, figures)}`,
      share === null ? '' : `${valueText(share, { unit: 'percent', currency: null })} reached`,
    ]),
  }
}

function seriesPanel(figures: Shape<'series'>): Omit<MailPanel, 'heading'> {
  const { points, total, before, counts } = figures
  const shown = points.slice(-MOST_LINES)
  const most = Math.max(...shown.map(({ value }) => value), 0)
  return {
    figure: valueText(total, figures),
    note: joined([counts, changeText(total, before, figures)]),
    table: {
      columns: ['When', capital(counts)],
      lines: shown.map(({ value, ...days }) => ({
        cells: [daysText(days), valueText(value, figures)],
        share: shareOf(value, most),
      })),
      more: shown.length < points.length ? `The last ${shown.length} of ${points.length}.` : undefined,
    },
  }
}

function funnelPanel(figures: Shape<'funnel'>): Omit<MailPanel, 'heading'> {
  const { steps, unit, notes_are: notesAre } = figures
  const most = Math.max(...steps.map(({ value }) => value ?? 0), 0)
  return {
    table: {
      columns: ['Stage', unit === 'money' ? 'Amount' : 'Deals', notesAre],
      lines: steps.map(({ name, value, note }) => ({
        cells: [name, valueText(value, figures), note],
        share: shareOf(value, most),
      })),
    },
  }
}

function tablePanel({
  rows,
  columns,
  rows_are: rowsAre,
  bar,
  currency,
}: Shape<'table'>): Omit<MailPanel, 'heading'> {
  if (rows.length === 0) return { note: 'Nothing in this period.' }
  const shown = rows.slice(0, MOST_LINES)
  const barOf = ({ values }: (typeof rows)[number]) => (bar === null ? null : (values[bar] ?? null))
  const most = Math.max(...shown.map((row) => barOf(row) ?? 0), 0)
  return {
    table: {
      columns: [rowsAre, ...columns.map(({ name }) => name)],
      lines: shown.map((row) => ({
        cells: [
          row.name,
          ...columns.map(({ unit }, place) => valueText(row.values[place] ?? null, { unit, currency })),
        ],
        share: bar === null ? null : shareOf(barOf(row), most),
      })),
      more: shown.length < rows.length ? `and ${rows.length - shown.length} more` : undefined,
    },
  }
}

function shareOf(value: number | null, most: number): number {
  return value === null || most <= 0 ? 0 : value / most
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' · ')
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
