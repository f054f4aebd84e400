import { Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Deal } from '../../../model/deal.ts'
import type { LineItems as Items } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { money } from '../../lib/format.ts'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { AddItem } from './AddItem.tsx'
import { LineItemRow } from './LineItemRow.tsx'
import classes from './line-items.module.css'
import { useLineItems } from './use-line-items.ts'

/** What is offered in a deal: products and lines of one's own, in order, with what they come to. */
export function LineItems({ deal, mayWrite }: { deal: Deal; mayWrite: boolean }) {
  const items = useQuery({
    queryKey: ['deals', 'items', deal.id],
    queryFn: () => productsApi.lineItems(deal.id),
  })
  if (!items.data) {
    return (
      <Section title="Products">
        {items.error ? (
          <Text size="sm" c="dimmed">
            The products of this deal cannot be shown to you.
          </Text>
        ) : (
          <LinesSkeleton lines={2} />
        )}
      </Section>
    )
  }
  return <Editor deal={deal} now={items.data} mayWrite={mayWrite} />
}

function Editor({ deal, now, mayWrite }: { deal: Deal; now: Items; mayWrite: boolean }) {
  const { shown, problem, change, add, move, remove, follow } = useLineItems(deal, now)
  return (
    <Section title="Products" count={shown.length}>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          Nothing is offered yet.
        </Text>
      )}
      <ul className={classes.items}>
        {shown.map((item, place) => (
          <LineItemRow
            key={item.id}
            item={item}
            currency={now.currency}
            mayWrite={mayWrite}
            onChange={(to) => change(place, to)}
            onMove={(by) => move(place, by)}
            onRemove={() => remove(place)}
          />
        ))}
      </ul>
      {problem && (
        <Text role="alert" size="sm" c="var(--kith-bad)" mt="xs">
          {problem}
        </Text>
      )}
      {mayWrite && <AddItem currency={now.currency} onAdd={add} />}
      {shown.length > 0 && <Totals items={now} />}
      {mayWrite && (
        <Switch
          mt="sm"
          label="The amount of the deal follows its products"
          checked={now.follows}
          onChange={(event) => follow(event.currentTarget.checked)}
        />
      )}
    </Section>
  )
}

function Totals({ items: { net, tax, monthly, yearly, currency } }: { items: Items }) {
  const lines: [string, number][] = [
    ['Before tax', net],
    ...(tax > 0
      ? ([
          ['Tax', tax],
          ['With tax', net + tax],
        ] as [string, number][])
      : []),
    ...(monthly > 0 ? ([['Of it every month', monthly]] as [string, number][]) : []),
    ...(yearly > 0 ? ([['Of it every year', yearly]] as [string, number][]) : []),
  ]
  return (
    <dl className={classes.totals}>
      {lines.map(([label, amount]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{money(amount, currency)}</dd>
        </div>
      ))}
    </dl>
  )
}
