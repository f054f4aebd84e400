import { ActionIcon, Select } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import type { LineItem, LineItemInput } from '../../../model/product.ts'
import { money, number } from '../../lib/format.ts'
import classes from './line-items.module.css'
import { NumberCell } from './NumberCell.tsx'

const billings = [
  { value: 'once', label: 'Once' },
  { value: 'month', label: 'Monthly' },
  { value: 'year', label: 'Yearly' },
]

export type LineItemRowProps = {
  item: LineItem
  currency: string
  mayWrite: boolean
  onChange: (to: Partial<LineItemInput>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** A line of what is offered: how many, for what, with which discount and tax. */
export function LineItemRow({ item, currency, mayWrite, onChange, onMove, onRemove }: LineItemRowProps) {
  const { name, quantity, unit_price, discount_percent, tax_percent, billing, net } = item
  if (!mayWrite)
    return (
      <li className={classes.item}>
        <span className={classes.name}>{name}</span>
        <span className={classes.net}>{money(net, currency)}</span>
        <span className={classes.how}>
          {number(quantity)} × {money(unit_price, currency)}
          {discount_percent > 0 && ` − ${discount_percent}%`}
        </span>
      </li>
    )
  return (
    <li className={classes.item}>
      <span className={classes.name}>{name}</span>
      <span className={classes.net}>{money(net, currency)}</span>
      <div className={classes.cells}>
        <NumberCell
          label={`Quantity of ${name}`}
          short="Quantity"
          value={quantity}
          onSave={(value) => onChange({ quantity: value })}
        />
        <NumberCell
          label={`Price of ${name}`}
          short="Price"
          value={unit_price}
          onSave={(value) => onChange({ unit_price: value })}
        />
        <NumberCell
          label={`Discount on ${name} in percent`}
          short="Discount %"
          value={discount_percent}
          most={100}
          onSave={(value) => onChange({ discount_percent: value })}
        />
        <NumberCell
          label={`Tax on ${name} in percent`}
          short="Tax %"
          value={tax_percent}
          most={100}
          onSave={(value) => onChange({ tax_percent: value })}
        />
        <Select
          size="xs"
          label="Paid"
          aria-label={`How often ${name} is paid`}
          data={billings}
          value={billing}
          allowDeselect={false}
          onChange={(value) => onChange({ billing: value as LineItem['billing'] })}
        />
        <span className={classes.tools}>
          <ActionIcon size="sm" aria-label={`Move ${name} up`} onClick={() => onMove(-1)}>
            <IconArrowUp size={14} />
          </ActionIcon>
          <ActionIcon size="sm" aria-label={`Move ${name} down`} onClick={() => onMove(1)}>
            <IconArrowDown size={14} />
          </ActionIcon>
          <ActionIcon size="sm" aria-label={`Take ${name} away`} onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        </span>
      </div>
    </li>
  )
}
