import type { BillingCycle } from '../../../../model/billing.ts'
import type { LineItem } from '../../../../model/line-item.ts'
import { number } from '../../../lib/format.ts'

export const billingNames: Record<BillingCycle, string> = {
  once: 'Once',
  monthly: 'Monthly',
  quarterly: 'Quarterly',
  yearly: 'Yearly',
}

const MOST_DECIMALS = 4

/** How a line comes to what it costs: "10 pieces × €49.50 − 5%, monthly, 12 times". */
export function lineWords(item: LineItem, currency: string): string {
  const { quantity, unit, unit_price, discount, discount_kind, billing, periods, tax_rate } = item
  const price = `${[numberOf(quantity), unit].filter(Boolean).join(' ')} × ${priceText(unit_price, currency)}`
  const off =
    discount > 0
      ? ` − ${discount_kind === 'percent' ? `${numberOf(discount)}%` : priceText(discount, currency)}`
      : ''
  const again =
    billing === 'once'
      ? ''
      : `, ${billingNames[billing].toLowerCase()}, ${periods} ${periods === 1 ? 'time' : 'times'}`
  const tax = tax_rate > 0 ? `, ${numberOf(tax_rate)}% tax` : ''
  return `${price}${off}${again}${tax}`
}

/** An amount with all its cents, and with parts of a cent where it has them. */
export function priceText(price: number, currency: string): string {
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    maximumFractionDigits: MOST_DECIMALS,
  }).format(price)
}

function numberOf(value: number): string {
  return number(value, Math.min(MOST_DECIMALS, String(value).split('.')[1]?.length ?? 0))
}
