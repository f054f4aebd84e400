import { Textarea, type TextareaProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { colleaguesQuery } from '../../lib/activities.ts'
import { useMay } from '../../lib/session.ts'
import classes from './activities.module.css'

const SHOWN = 6

export type MentionAreaProps = Pick<
  TextareaProps,
  'label' | 'aria-label' | 'placeholder' | 'minRows' | 'error' | 'autoFocus' | 'onBlur'
> & {
  value: string
  onChange: (text: string) => void
  /** Ctrl+Enter. */
  onSubmit?: () => void
  /** Esc, when no colleague is offered. */
  onEscape?: () => void
}

/** A text in which "@" offers colleagues: arrows choose, Enter or Tab takes, Esc goes on without. */
export function MentionArea({ value, onChange, onSubmit, onEscape, ...field }: MentionAreaProps) {
  const listId = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [word, setWord] = useState<{ text: string; at: number } | null>(null)
  const [chosen, setChosen] = useState(0)
  const found = useFound(word?.text)
  const at = Math.min(chosen, found.length - 1)
  const look = (text: string, caret: number) => {
    const typed = /(?:^|[\s(])@([^\s@][^@\n]{0,30}|)$/.exec(text.slice(0, caret))
    setWord(typed ? { text: typed[1] ?? '', at: caret - (typed[1]?.length ?? 0) } : null)
    setChosen(0)
  }
  const take = (name: string) => {
    if (!word) return
    const end = word.at + word.text.length
    onChange(`${value.slice(0, word.at)}${name} ${value.slice(end)}`)
    setWord(null)
    const caret = word.at + name.length + 1
    requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit?.()
    else if (found.length === 0) return event.key === 'Escape' ? onEscape?.() : undefined
    else if (event.key === 'ArrowDown') setChosen((at + 1) % found.length)
    else if (event.key === 'ArrowUp') setChosen((at - 1 + found.length) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(found[at]?.name ?? '')
    else if (event.key === 'Escape') setWord(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={classes.mentions}>
      <Textarea
        {...field}
        ref={area}
        autosize
        maxRows={16}
        maxLength={20_000}
        value={value}
        role={found.length > 0 ? 'combobox' : undefined}
        aria-expanded={found.length > 0 ? true : undefined}
        aria-controls={found.length > 0 ? listId : undefined}
        aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value)
          look(event.currentTarget.value, event.currentTarget.selectionStart)
        }}
        onKeyDown={onKeyDown}
      />
      {found.length > 0 && (
        <div id={listId} role="listbox" tabIndex={-1} aria-label="Colleagues" className={classes.colleagues}>
          {found.map(({ id, name, email }, place) => (
            <button
              key={id}
              id={`${listId}-${place}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={place === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(name)}
            >
              {name} <span className={classes.quiet}>{email}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function useFound(word: string | undefined) {
  const enabled = useMay()('users:read') && word !== undefined
  const { data = [] } = useQuery({ ...colleaguesQuery, enabled })
  if (!enabled) return []
  const typed = word.toLowerCase()
  return data
    .filter(
      ({ name, email }) => name.toLowerCase().startsWith(typed) || email.toLowerCase().startsWith(typed),
    )
    .slice(0, SHOWN)
}
