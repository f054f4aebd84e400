import { useDraggable, useDroppable } from '@dnd-kit/core'
import { ActionIcon, Menu, Text, UnstyledButton } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconGripVertical,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import type { LineItem, LineItemChange } from '../../../../model/line-item.ts'
import { LineForm } from './LineForm.tsx'
import { lineWords, priceText } from './line-words.ts'
import { valuesOf } from './use-line-items.ts'
import classes from './line-items.module.css'

export type LineRowProps = {
  item: LineItem
  currency: string
  mayWrite: boolean
  isOpen: boolean
  onToggle: () => void
  onSave: (change: LineItemChange) => void
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onRemove: () => void
}

/** A line: what it is, how it comes to what it costs, and under it, when it is opened, the form that changes it. */
export function LineRow(props: LineRowProps) {
  const { item, currency, mayWrite, isOpen, onToggle, onSave } = props
  const { setNodeRef: drop, isOver } = useDroppable({ id: item.id })
  const { setNodeRef, setActivatorNodeRef, listeners, transform, isDragging } = useDraggable({ id: item.id })
  const said = (
    <>
      <Text span size="sm" fw={500} className={classes.name}>
        {item.name}
      </Text>
      <Text span size="xs" c="dimmed" className={classes.words}>
        {[item.sku, lineWords(item, currency)].filter(Boolean).join(' · ')}
      </Text>
    </>
  )
  return (
    <li ref={drop} className={classes.line} data-over={(isOver && !isDragging) || undefined}>
      <div
        ref={setNodeRef}
        className={classes.row}
        data-dragging={isDragging || undefined}
        style={transform ? { transform: `translateY(${transform.y}px)` } : undefined}
      >
        {mayWrite && (
          <span ref={setActivatorNodeRef} {...listeners} className={classes.grip} aria-hidden>
            <IconGripVertical size={15} />
          </span>
        )}
        {mayWrite ? (
          <UnstyledButton className={classes.said} aria-expanded={isOpen} onClick={onToggle}>
            {said}
          </UnstyledButton>
        ) : (
          <span className={classes.said}>{said}</span>
        )}
        <span className={classes.net}>{priceText(item.net, currency)}</span>
        {mayWrite && <LineMenu {...props} />}
      </div>
      {isOpen && mayWrite && (
        <LineForm
          start={valuesOf(item)}
          isProduct={item.sku !== '' || item.product !== null}
          currency={currency}
          verb="Save"
          onCancel={onToggle}
          onSave={onSave}
        />
      )}
    </li>
  )
}

function LineMenu({ item, onToggle, onUp, onDown, onRemove }: LineRowProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`More for ${item.name}`}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={onToggle}>
          Change
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowUp size={14} aria-hidden />} disabled={!onUp} onClick={onUp}>
          Move up
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowDown size={14} aria-hidden />} disabled={!onDown} onClick={onDown}>
          Move down
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} c="var(--kith-bad)" onClick={onRemove}>
          Take out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
