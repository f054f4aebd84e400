import { DndContext, PointerSensor, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core'
import { cardTitle, type DashboardCard } from '../../../../model/dashboard-cards.ts'
import type { BehindCard, DashboardData } from '../../../../model/dashboard-data.ts'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { announce } from '../../../ui/LiveRegion.tsx'
import { CardFrame } from './CardFrame.tsx'
import classes from './dashboards.module.css'
import type { DashboardEdits } from './use-dashboard-edits.ts'

const DRAG_FROM_PX = 4

export type DealsQuery = Extract<BehindCard, { to: 'deals' }>['query']

export type CardGridProps = {
  dashboard: Dashboard
  /** Undefined while it is on its way. */
  data: DashboardData | undefined
  edits: DashboardEdits
  again: () => void
  onOpenCard: (id: string) => void
  onOpenDeals: (query: DealsQuery) => void
}

/** The cards in their order, in three columns or as many as there is room for: dragged by their handles, or moved by the arrow keys there. */
export function CardGrid({ dashboard, data, edits, again, onOpenCard, onOpenDeals }: CardGridProps) {
  const { cards, may_edit: mayEdit } = dashboard
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }))
  const move = (card: DashboardCard, to: number) => {
    if (to < 0 || to >= cards.length || cards[to]?.id === card.id) return
    const others = cards.filter(({ id }) => id !== card.id)
    edits.arrange([...others.slice(0, to), card, ...others.slice(to)])
    announce(`${cardTitle(card)} is number ${to + 1} of ${cards.length} now`)
  }
  const drop = ({ active, over }: DragEndEvent) => {
    const dragged = cards.find(({ id }) => id === active.id)
    if (dragged && over)
      move(
        dragged,
        cards.findIndex(({ id }) => id === over.id),
      )
  }
  return (
    <DndContext sensors={sensors} onDragEnd={drop}>
      <ol className={classes.grid} aria-label="Cards">
        {cards.map((card, place) => (
          <CardFrame
            key={card.id}
            card={card}
            result={data?.cards.find(({ id }) => id === card.id)}
            again={again}
            onOpenDeals={onOpenDeals}
            editing={
              mayEdit
                ? {
                    isFirst: place === 0,
                    isLast: place === cards.length - 1,
                    open: () => onOpenCard(card.id),
                    move: (by) => move(card, place + by),
                    setWidth: (width) =>
                      edits.arrange(cards.map((one) => (one.id === card.id ? { ...one, width } : one))),
                    remove: () =>
                      edits.arrange(
                        cards.filter(({ id }) => id !== card.id),
                        `${cardTitle(card)} removed`,
                      ),
                  }
                : undefined
            }
          />
        ))}
      </ol>
    </DndContext>
  )
}
