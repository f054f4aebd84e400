import {
  DndContext,
  PointerSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconGripVertical } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { IdentifierRuleRow } from '../../../model/identity-rules.ts'
import { normaliserWords, standsForWords } from '../../../model/identity-words.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import classes from './identity.module.css'
import { limitText, moved, ruleName } from './rule-words.ts'

const DRAG_FROM_PX = 4

export type RuleTableProps = {
  rows: IdentifierRuleRow[]
  mayWrite: boolean
  onMove: (rows: IdentifierRuleRow[]) => void
  onOpen: (place: number) => void
}

/** Identifier types in order of strength: drag a row by its handle, or focus the handle and use the arrow keys. */
export function RuleTable({ rows, mayWrite, onMove, onOpen }: RuleTableProps) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }))
  const move = (type: string, to: number) => {
    const from = rows.findIndex((row) => row.type === type)
    if (to < 0 || to >= rows.length || from === to) return
    onMove(moved(rows, from, to))
    announce(`${ruleName(type)} is number ${to + 1} now`)
  }
  const drop = ({ active, over }: DragEndEvent) => {
    if (over)
      move(
        String(active.id),
        rows.findIndex((row) => row.type === over.id),
      )
  }
  return (
    <DndContext sensors={sensors} onDragEnd={drop}>
      <table className={classes.table} aria-label="Identifier types, strongest first">
        <thead>
          <tr>
            <th scope="col" aria-label="Order" />
            <th scope="col">Identifier</th>
            <th scope="col">A person may have</th>
            <th scope="col">Stands for</th>
            <th scope="col" data-wide>
              Compared
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <Row
              key={row.type}
              row={row}
              place={place}
              mayWrite={mayWrite}
              onMove={move}
              onOpen={() => onOpen(place)}
            />
          ))}
        </tbody>
      </table>
    </DndContext>
  )
}

type RowProps = {
  row: IdentifierRuleRow
  place: number
  mayWrite: boolean
  onMove: (type: string, to: number) => void
  onOpen: () => void
}

function Row({ row, place, mayWrite, onMove, onOpen }: RowProps) {
  const drag = useDraggable({ id: row.type, disabled: !mayWrite })
  const drop = useDroppable({ id: row.type })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    onMove(row.type, place + step)
  }
  return (
    <tr
      ref={(element) => drop.setNodeRef(element)}
      data-over={(drop.isOver && !drag.isDragging) || undefined}
    >
      <td className={classes.order}>
        <span className={classes.place}>{place + 1}</span>
        {mayWrite && (
          <ActionIcon
            ref={(element) => drag.setNodeRef(element)}
            {...drag.listeners}
            size="sm"
            className={classes.handle}
            aria-label={`${ruleName(row.type)}: number ${place + 1}. Move with the arrow keys.`}
            onKeyDown={onKeyDown}
          >
            <IconGripVertical size={15} />
          </ActionIcon>
        )}
      </td>
      <td>
        <UnstyledButton className={classes.name} onClick={onOpen}>
          {ruleName(row.type)}
        </UnstyledButton>
      </td>
      <td data-label="A person may have">{limitText(row)}</td>
      <td data-label="Stands for">{standsForWords[row.stands_for].name}</td>
      <td data-wide data-label="Compared">
        {normaliserWords[row.normalise].name}
      </td>
    </tr>
  )
}
