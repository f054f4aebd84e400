import { useDraggable, useDroppable } from '@dnd-kit/core'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { memo } from 'react'
import type { Deal, Stage } from '../../../model/deal.ts'
import type { Place } from './board.ts'
import classes from './board.module.css'
import { CardFace } from './CardFace.tsx'

export type CardProps = {
  deal: Deal
  stage: Stage
  stages: Stage[]
  tabStop: string | null
  mayMove: boolean
  onOpen: (deal: Deal) => void
  onFocus: (dealId: string) => void
  onMove: (deal: Deal, place: Place) => void
}

/** A deal on the board: drag it, or focus it and use the keys; a click opens it. */
export function Card({ deal, stage, stages, tabStop, mayMove, onOpen, onFocus, onMove }: CardProps) {
  const drag = useDraggable({ id: deal.id, disabled: !mayMove })
  const drop = useDroppable({ id: deal.id })
  return (
    <div
      ref={(element) => {
        drag.setNodeRef(element)
        drop.setNodeRef(element)
      }}
      {...drag.listeners}
      role="group"
      aria-label={`${deal.name}, in ${stage.name}`}
      aria-roledescription="deal"
      aria-keyshortcuts={
        mayMove ? 'Enter Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight' : 'Enter'
      }
      tabIndex={tabStop === deal.id ? 0 : -1}
      className={classes.card}
      data-deal={deal.id}
      data-dragged={drag.isDragging || undefined}
      onClick={() => onOpen(deal)}
      onFocus={() => onFocus(deal.id)}
    >
      <Face deal={deal} stage={stage} />
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
          onClick={(event) => event.stopPropagation()}
          onMouseDown={(event) => event.stopPropagation()}
          onTouchStart={(event) => event.stopPropagation()}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
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
