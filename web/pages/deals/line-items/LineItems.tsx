import {
  closestCenter,
  DndContext,
  PointerSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { Deal } from '../../../../model/deal.ts'
import type { LineItemTotals } from '../../../../model/line-item.ts'
import { sentenceOf } from '../../../lib/http.ts'
import { useSession } from '../../../lib/session.ts'
import { Section } from '../../../ui/Section.tsx'
import { LinesSkeleton } from '../../../ui/Skeletons.tsx'
import type { useDealEdit } from '../use-deal-edit.ts'
import { AddLine } from './AddLine.tsx'
import { LineRow } from './LineRow.tsx'
import { priceText } from './line-words.ts'
import { useLineItems } from './use-line-items.ts'
import classes from './line-items.module.css'

const DRAG_PIXELS = 5

export type LineItemsProps = {
  deal: Deal
  mayWrite: boolean
  save: ReturnType<typeof useDealEdit>['save']
}

/** What a deal is about, line by line; nothing for who does not get to see amounts. */
export function LineItems(props: LineItemsProps) {
  const rule = useSession().fields.deals?.amount
  if (rule === 'hidden') return null
  return <Lines {...props} mayWrite={props.mayWrite && rule === undefined} />
}

function Lines({ deal, mayWrite, save }: LineItemsProps) {
  const { query, items, add, change, move, remove } = useLineItems(deal.id)
  const [openId, setOpenId] = useState<string | null>(null)
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: DRAG_PIXELS } }))
  const order = items.map(({ id }) => id)
  const drop = ({ active, over }: DragEndEvent) => {
    const item = items.find(({ id }) => id === active.id)
    if (!item || !over || over.id === active.id) return
    void move(item, placeFor(order, item.id, String(over.id)))
  }
  if (!mayWrite && items.length === 0 && !query.isPending) return null
  return (
    <Section title="Line items" count={items.length}>
      {query.isPending && <LinesSkeleton lines={3} />}
      {query.error && (
        <Text size="sm" c="var(--kith-bad)">
          {sentenceOf(query.error)}
        </Text>
      )}
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
        <ol className={classes.lines} aria-label="Line items">
          {items.map((item, place) => (
            <LineRow
              key={item.id}
              item={item}
              currency={deal.currency}
              mayWrite={mayWrite}
              isOpen={openId === item.id}
              onToggle={() => setOpenId(openId === item.id ? null : item.id)}
              onSave={(values) => {
                setOpenId(null)
                void change(item, values)
              }}
              onUp={place > 0 ? () => void move(item, order[place - 2] ?? null) : undefined}
              onDown={place < items.length - 1 ? () => void move(item, order[place + 1] ?? null) : undefined}
              onRemove={() => void remove(item)}
            />
          ))}
        </ol>
      </DndContext>
      {query.data && items.length > 0 && <Totals totals={query.data.totals} currency={deal.currency} />}
      {mayWrite && query.data && <AddLine currency={deal.currency} onAdd={(input) => void add(input)} />}
      {mayWrite && items.length > 0 && (
        <Switch
          mt="sm"
          mb="lg"
          label="The amount of the deal follows its line items"
          checked={deal.amount_source === 'line_items'}
          onChange={(event) => save({ amount_source: event.currentTarget.checked ? 'line_items' : 'manual' })}
        />
      )}
    </Section>
  )
}

/** Behind which line one comes to stand that is dropped on another: below it on the way down, above it on the way up. */
function placeFor(order: string[], id: string, over: string): string | null {
  const to = order.indexOf(over)
  return to > order.indexOf(id) ? over : (order[to - 1] ?? null)
}

function Totals({ totals, currency }: { totals: LineItemTotals; currency: string }) {
  const rows: [string, number][] = [
    ['Net', totals.net],
    ...(totals.tax > 0
      ? ([
          ['Tax', totals.tax],
          ['With tax', totals.total],
        ] as [string, number][])
      : []),
    ...(totals.monthly > 0 ? ([['Recurring a month', totals.monthly]] as [string, number][]) : []),
  ]
  return (
    <dl className={classes.totals}>
      {rows.map(([name, amount]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{priceText(amount, currency)}</dd>
        </div>
      ))}
    </dl>
  )
}
