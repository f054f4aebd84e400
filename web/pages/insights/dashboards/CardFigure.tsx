import type { CardFigures } from '../../../../model/dashboard-data.ts'
import { Markdown } from '../../../ui/Markdown.tsx'
import type { DealsQuery } from './CardGrid.tsx'
import { FunnelFigure } from './FunnelFigure.tsx'
import { NumberFigure, ProgressFigure } from './NumberFigure.tsx'
import { SeriesFigure } from './SeriesFigure.tsx'
import { TableFigure } from './TableFigure.tsx'

export type FigureProps<Shape extends CardFigures['shape']> = {
  figures: Extract<CardFigures, { shape: Shape }>
  title: string
  onOpenDeals: (query: DealsQuery) => void
}

/** What a card shows, drawn by its shape. */
export function CardFigure({
  figures,
  ...others
}: Omit<FigureProps<'note'>, 'figures'> & { figures: CardFigures }) {
  switch (figures.shape) {
    case 'number':
      return <NumberFigure figures={figures} {...others} />
    case 'progress':
      return <ProgressFigure figures={figures} {...others} />
    case 'series':
      return <SeriesFigure figures={figures} {...others} />
    case 'funnel':
      return <FunnelFigure figures={figures} {...others} />
    case 'table':
      return <TableFigure figures={figures} {...others} />
    case 'note':
      return <Markdown text={figures.text} />
  }
}
