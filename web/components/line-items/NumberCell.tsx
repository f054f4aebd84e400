import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { readAmount } from '../../lib/amount-text.ts'

export type NumberCellProps = {
  label: string
  short: string
  value: number
  most?: number
  onSave: (value: number) => void
}

/** A number in a row, saved on Enter or when it is left; Esc takes the typing back. */
export function NumberCell({ label, short, value, most = 1e13, onSave }: NumberCellProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const save = () => {
    const read = typed === null ? null : readAmount(typed)
    setTyped(null)
    if (read !== null && read >= 0 && read <= most && read !== value) onSave(read)
  }
  return (
    <TextInput
      size="xs"
      label={short}
      aria-label={label}
      inputMode="decimal"
      maxLength={20}
      value={typed ?? String(value)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape' || typed === null) return
        event.stopPropagation()
        setTyped(null)
      }}
    />
  )
}
