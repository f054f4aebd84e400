import { useDraggable, useDroppable } from '@dnd-kit/core'
import { ActionIcon, Menu, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconDots, IconEyeOff, IconGripVertical } from '@tabler/icons-react'
import { useId, type KeyboardEvent } from 'react'
import { cardTitle, cardWidths, type DashboardCard } from '../../../../model/dashboard-cards.ts'
import type { CardResult } from '../../../../model/dashboard-data.ts'
import { LinesSkeleton } from '../../../ui/Skeletons.tsx'
import { CardFigure } from './CardFigure.tsx'
import type { DealsQuery } from './CardGrid.tsx'
import classes from './dashboards.module.css'

type Editing = {
  isFirst: boolean
  isLast: boolean
  open: () => void
  move: (by: 1 | -1) => void
  setWidth: (width: DashboardCard['width']) => void
  remove: () => void
}

export type CardFrameProps = {
  card: DashboardCard
  /** Undefined while it is on its way. */
  result: CardResult | undefined
  again: () => void
  onOpenDeals: (query: DealsQuery) => void
  /** Undefined for who may not change the dashboard. */
  editing: Editing | undefined
}

/** A card with its title, what can be done with it, and what it shows or why it does not. */
export function CardFrame({ card, result, again, onOpenDeals, editing }: CardFrameProps) {
  const title = cardTitle(card)
  const heading = useId()
  const drag = useDraggable({ id: card.id, disabled: !editing })
  const drop = useDroppable({ id: card.id })
  return (
    <li
      ref={(element) => drop.setNodeRef(element)}
      className={classes.card}
      data-width={card.width}
      data-over={(drop.isOver && !drag.isDragging) || undefined}
      data-dragged={drag.isDragging || undefined}
      aria-labelledby={heading}
    >
      <div className={classes.head}>
        {editing && (
          <ActionIcon
            ref={(element) => drag.setNodeRef(element)}
            {...drag.listeners}
            size="sm"
            className={classes.handle}
            aria-label={`${title}: move with the arrow keys`}
            onKeyDown={(event) => moveByKey(event, editing)}
          >
            <IconGripVertical size={15} />
          </ActionIcon>
        )}
        <Title order={2} size="sm" fw={600} id={heading} className={classes.title}>
          {title}
        </Title>
        {editing && <CardMenu title={title} width={card.width} editing={editing} />}
      </div>
      {result === undefined && <LinesSkeleton lines={3} />}
      {result?.state === 'shown' && (
        <CardFigure figures={result.figures} title={title} onOpenDeals={onOpenDeals} />
      )}
      {result?.state === 'hidden' && (
        <Text size="sm" c="dimmed" className={classes.said}>
          <IconEyeOff size={16} aria-hidden /> {result.sentence}
        </Text>
      )}
      {result?.state === 'failed' && (
        <Text size="sm" component="div" role="alert" className={classes.said}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            {result.sentence}{' '}
            <button type="button" className={classes.again} onClick={again}>
              Try again
            </button>
          </span>
        </Text>
      )}
    </li>
  )
}

function moveByKey(event: KeyboardEvent, { move }: Editing) {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
  if (by === undefined) return
  event.preventDefault()
  move(by < 0 ? -1 : 1)
}

function CardMenu({ title, width, editing }: { title: string; width: number; editing: Editing }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Change the card ${title}`} size="sm">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={editing.open}>Settings…</Menu.Item>
        <Menu.Item disabled={editing.isFirst} onClick={() => editing.move(-1)}>
          Move left
        </Menu.Item>
        <Menu.Item disabled={editing.isLast} onClick={() => editing.move(1)}>
          Move right
        </Menu.Item>
        <Menu.Divider />
        {cardWidths.map((one) => (
          <Menu.Item key={one} disabled={one === width} onClick={() => editing.setWidth(one)}>
            {one === 1 ? 'One column wide' : `${one === 2 ? 'Two' : 'Three'} columns wide`}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="red" onClick={editing.remove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
