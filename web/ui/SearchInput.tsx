import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

const TYPING_MS = 250

export type SearchInputProps = {
  value: string
  /** Called when typing pauses. */
  onChange: (value: string) => void
  label: string
  width?: string
}

/** A search field that waits for a pause in typing; `/` puts the cursor into the first one on the page. */
export function SearchInput({ value, onChange, label, width = '18rem' }: SearchInputProps) {
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  const send = (text: string) => {
    sent.current = text
    onChange(text)
  }
  const later = useDebouncedCallback(send, TYPING_MS)
  const type = (text: string) => {
    setTyped(text)
    later(text)
  }
  // Whoever clicks a result while the pause is still to come goes there, and must not be taken back by the search.
  const sendNow = () => {
    later.cancel()
    if (typed !== sent.current) send(typed)
  }
  const clear = () => {
    later.cancel()
    setTyped('')
    send('')
  }
  return (
    <TextInput
      type="search"
      data-search
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={sendNow}
      onKeyDown={(event) => event.key === 'Escape' && (typed ? clear() : event.currentTarget.blur())}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={typed ? <CloseButton size="sm" aria-label="Clear search" onClick={clear} /> : null}
      w={width}
      maw="100%"
    />
  )
}
