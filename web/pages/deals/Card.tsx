import { useDraggable, useDroppable } from '@dnd-kit/core'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { memo, type KeyboardEvent } from 'react'
import type { Deal, Stage } from '../../../model/deal.ts'
import type { Place } from './board.ts'
import classes from './board.module.css'
import { CardFace } from './CardFace.tsx'

export type CardProps = {
  deal: Deal
  stage: Stage
  stages: Stage[]
  /** Whether Tab goes to this card; the arrow keys go on from it. */
  isTabStop: boolean
  isSelected: boolean
  mayMove: boolean
  /** The element that tells of the keys. */
  hintId: string
  onOpen: (deal: Deal) => void
  onFocus: (dealId: string) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  onMove: (deal: Deal, place: Place) => void
  onSelect: (dealId: string) => void
}

/** A deal on the board: drag it, or focus it and use the keys; a click opens it. */
export function Card({
  deal,
  stage,
  stages,
  isTabStop,
  isSelected,
  mayMove,
  hintId,
  onOpen,
  onFocus,
  onKeyDown,
  onMove,
  onSelect,
}: CardProps) {
  const drag = useDraggable({ id: deal.id, disabled: !mayMove })
  const drop = useDroppable({ id: deal.id })
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
        data-deal={deal.id}
        tabIndex={isTabStop ? 0 : -1}
        aria-describedby={hintId}
        {...(mayMove && { 'aria-pressed': isSelected })}
        onClick={(event) => (mayMove && event.shiftKey ? onSelect(deal.id) : onOpen(deal))}
        onFocus={() => onFocus(deal.id)}
        onKeyDown={onKeyDown}
      >
        <Face deal={deal} stage={stage} />
      </button>
      {mayMove && <MoveMenu deal={deal} stages={stages} onMove={onMove} />}
    </div>
  )
}

/** Every card listens to every drag; what is in it is drawn again only when the deal has changed. */
const Face = memo(CardFace)

/** Moving without dragging: to the top of any other stage. */
const MoveMenu = memo(function MoveMenu({
  deal,
  stages,
  onMove,
}: Pick<CardProps, 'deal' | 'stages' | 'onMove'>) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="sm"
          className={classes.menu}
          aria-label={`Move ${deal.name} to…`}
          onMouseDown={(event) => event.stopPropagation()}
          onTouchStart={(event) => event.stopPropagation()}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Move to</Menu.Label>
        {stages
          .filter((one) => one.id !== deal.stage_id)
          .map((one) => (
            <Menu.Item key={one.id} onClick={() => onMove(deal, { stageId: one.id, afterDealId: null })}>
              {one.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
})
