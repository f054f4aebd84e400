import { useDraggable, useDroppable } from '@dnd-kit/core'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { memo, type KeyboardEvent, type ReactNode } from 'react'
import type { BoardCard, Column, Place } from './board.ts'
import classes from './board.module.css'

export type CardActions<Item extends BoardCard> = {
  /** The columns that a card can be moved to. */
  stages: Column['stage'][]
  mayMove: boolean
  /** The element that tells of the keys. */
  hintId: string
  onOpen: (card: Item) => void
  onFocus: (cardId: string) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  onMove: (card: Item, place: Place) => void
  /** Left out where several are not moved together. */
  onSelect: ((cardId: string) => void) | undefined
}

export type CardProps<Item extends BoardCard> = CardActions<Item> & {
  card: Item
  stageId: string
  /** What it shows of itself. */
  face: ReactNode
  /** Whether Tab goes to this card; the arrow keys go on from it. */
  isTabStop: boolean
  isSelected: boolean
}

/** A card of a board: drag it, or focus it and use the keys; a click opens it. */
export function Card<Item extends BoardCard>(props: CardProps<Item>) {
  const { card, stageId, stages, face, isTabStop, isSelected, mayMove, hintId, onMove, onSelect } = props
  const drag = useDraggable({ id: card.id, disabled: !mayMove })
  const drop = useDroppable({ id: card.id })
  const select = mayMove ? onSelect : undefined
  return (
    <div
      ref={(element) => {
        drag.setNodeRef(element)
        drop.setNodeRef(element)
      }}
      {...drag.listeners}
      className={classes.card}
      data-dragged={drag.isDragging || undefined}
      data-selected={isSelected || undefined}
    >
      <button
        type="button"
        className={classes.open}
        data-card={card.id}
        tabIndex={isTabStop ? 0 : -1}
        aria-describedby={hintId}
        {...(select && { 'aria-pressed': isSelected })}
        onClick={(event) => (select && event.shiftKey ? select(card.id) : props.onOpen(card))}
        onFocus={() => props.onFocus(card.id)}
        onKeyDown={props.onKeyDown}
      >
        {face}
      </button>
      {mayMove && (
        <MoveMenu
          name={card.name}
          stageId={stageId}
          stages={stages}
          onMove={(id) => onMove(card, { stageId: id, afterId: null })}
        />
      )}
    </div>
  )
}

type MoveMenuProps = {
  name: string
  stageId: string
  stages: Column['stage'][]
  onMove: (stageId: string) => void
}

/** Moving without dragging: to the top of any other column. Every card listens to every drag, and its menu need not. */
const MoveMenu = memo(function MoveMenu({ name, stageId, stages, onMove }: MoveMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="sm"
          className={classes.menu}
          aria-label={`Move ${name} to…`}
          onMouseDown={(event) => event.stopPropagation()}
          onTouchStart={(event) => event.stopPropagation()}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Move to</Menu.Label>
        {stages
          .filter(({ id }) => id !== stageId)
          .map((one) => (
            <Menu.Item key={one.id} onClick={() => onMove(one.id)}>
              {one.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
})
