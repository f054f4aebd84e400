import { Button, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { billingCycles, type BillingCycle } from '../../../../model/billing.ts'
import type { LineItem } from '../../../../model/line-item.ts'
import { billingNames } from './line-words.ts'
import type { valuesOf } from './use-line-items.ts'
import classes from './line-items.module.css'

export type LineValues = ReturnType<typeof valuesOf>

export type LineFormProps = {
  start: LineValues
  isProduct: boolean
  currency: string
  verb: string
  onCancel: () => void
  onSave: (values: LineValues) => void
}

/** All that is entered of a line. */
export function LineForm({ start, isProduct, currency, verb, onCancel, onSave }: LineFormProps) {
  const [values, setValues] = useState(start)
  const set = (change: Partial<LineValues>) => setValues({ ...values, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave({ ...values, periods: values.billing === 'once' ? 1 : values.periods })
  }
  const quantity = (key: 'quantity' | 'unit_price' | 'discount' | 'tax_rate', label: string) => (
    <NumberInput
      label={label}
      min={0}
      decimalScale={4}
      hideControls
      {...(key === 'quantity' && isProduct && { 'data-autofocus': true, autoFocus: true })}
      value={values[key]}
      onChange={(value) => set({ [key]: typeof value === 'number' ? value : 0 })}
    />
  )
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        className={classes.wide}
        label="What it is"
        required
        maxLength={300}
        autoFocus={!isProduct}
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {quantity('quantity', 'Quantity')}
      <TextInput
        label="Unit"
        maxLength={40}
        value={values.unit}
        onChange={(event) => set({ unit: event.currentTarget.value })}
      />
      {quantity('unit_price', `Price in ${currency}`)}
      {quantity('discount', 'Discount')}
      <NativeSelect
        label="Discount in"
        data={[
          { value: 'percent', label: '%' },
          { value: 'amount', label: currency },
        ]}
        value={values.discount_kind}
        onChange={(event) => set({ discount_kind: kindOf(event.currentTarget.value) })}
      />
      {quantity('tax_rate', 'Tax in %')}
      <NativeSelect
        label="Billed"
        data={billingCycles.map((value) => ({ value, label: billingNames[value] }))}
        value={values.billing}
        onChange={(event) => set({ billing: cycleOf(event.currentTarget.value) })}
      />
      {values.billing !== 'once' && (
        <NumberInput
          label="How many times"
          min={1}
          max={600}
          allowDecimal={false}
          value={values.periods}
          onChange={(value) => set({ periods: typeof value === 'number' ? value : 1 })}
        />
      )}
      <Group className={classes.wide} gap="xs" justify="flex-end">
        <Button size="xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="xs" type="submit" disabled={values.name.trim() === '' || values.quantity <= 0}>
          {verb}
        </Button>
      </Group>
    </form>
  )
}

const kindOf = (text: string): LineItem['discount_kind'] => (text === 'amount' ? 'amount' : 'percent')
const cycleOf = (text: string): BillingCycle => billingCycles.find((one) => one === text) ?? 'once'
