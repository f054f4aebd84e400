import { money, shortMoney } from '../lib/format.ts'

export type MoneyProps = { amount: number | null; currency: string; short?: boolean }

/** An amount with its currency; a dash when there is none. The short form has the exact amount on hover. */
export function Money({ amount, currency, short = false }: MoneyProps) {
  if (amount === null) return <span>–</span>
  if (!short) return <span>{money(amount, currency)}</span>
  return <span title={money(amount, currency)}>{shortMoney(amount, currency)}</span>
}
