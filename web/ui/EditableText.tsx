import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'

export type EditableTextProps = {
  label: string
  value: string
  /** Called with the trimmed text when it has changed and is not empty: on leaving the field or Enter. */
  onSave: (value: string) => void
}

/** A text edited in place: Enter or leaving the field saves it, Esc takes the typing back. */
export function EditableText({ label, value, onSave }: EditableTextProps) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const save = () => {
    const text = typed.trim()
    if (text === '') setTyped(value)
    else if (text !== value) onSave(text)
  }
  return (
    <TextInput
      label={label}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape' || typed === value) return
        event.stopPropagation()
        setTyped(value)
      }}
    />
  )
}
