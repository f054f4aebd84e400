import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'

export type EditableTextProps = Pick<TextInputProps, 'inputMode' | 'type' | 'w' | 'placeholder'> & {
  label: string
  value: string
  /** Called with the trimmed text when it has changed: on leaving the field or Enter. */
  onSave: (value: string) => void
  /** Says what is wrong with a text, which is then kept in the field but not saved. An empty text is wrong without it. */
  check?: (value: string) => string | null
  maxLength?: number
}

/** A text edited in place: Enter or leaving the field saves it, Esc takes the typing back. */
export function EditableText({ label, value, onSave, check, maxLength = 200, ...field }: EditableTextProps) {
  const [typed, setTyped] = useState(value)
  const [saved, setSaved] = useState(value)
  const [problem, setProblem] = useState<string | null>(null)
  const type = (text: string) => {
    setTyped(text)
    setProblem(null)
  }
  if (saved !== value) {
    setSaved(value)
    type(value)
  }
  const save = () => {
    const text = typed.trim()
    const wrong = check?.(text) ?? null
    if (wrong !== null) setProblem(wrong)
    else if (text === '' && !check) type(value)
    else if (text !== value) onSave(text)
  }
  return (
    <TextInput
      {...field}
      label={label}
      value={typed}
      maxLength={maxLength}
      error={problem}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape' || typed === value) return
        event.stopPropagation()
        type(value)
      }}
    />
  )
}
