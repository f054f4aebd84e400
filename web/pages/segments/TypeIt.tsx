import { Combobox, Text, Textarea, useCombobox } from '@mantine/core'
import { useRef, useState } from 'react'
import { completionsAt, type Completion } from '../../../model/segment-text/complete.ts'
import { parseSegment } from '../../../model/segment-text/parse-segment.ts'
import type { SegmentDefinition } from '../../../model/segment.ts'
import classes from './builder.module.css'
import { Note } from './TextNote.tsx'
import { useVocabulary } from './use-vocabulary.ts'

export type TypeItProps = {
  /** The sentence to begin with. */
  start: string
  /** Called with each definition that the text comes to mean while it is typed. */
  onDefinition: (definition: SegmentDefinition) => void
}

/** The definition as a text that one writes: it means the same as the rows above, which change with it. */
export function TypeIt({ start, onDefinition }: TypeItProps) {
  const [text, setText] = useState(start)
  const [caret, setCaret] = useState(start.length)
  const field = useRef<HTMLTextAreaElement>(null)
  const vocabulary = useVocabulary()
  const { problem, notes } = parseSegment(text, vocabulary)
  const change = (next: string, at: number) => {
    setText(next)
    setCaret(at)
    const { definition } = parseSegment(next, vocabulary)
    if (definition) onDefinition(definition)
  }
  const replace = (from: number, to: number, by: string) => {
    const at = from + by.length
    change(`${text.slice(0, from)}${by}${text.slice(to)}`, at)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at, at)
    })
  }
  return (
    <div className={classes.typed}>
      <CompletedText
        field={field}
        text={text}
        completions={completionsAt(text, caret, vocabulary)}
        onType={change}
        onCaret={setCaret}
        onComplete={({ from, text: by }) => replace(from, caret, `${by} `)}
      />
      {text.trim() === '' ? (
        <Text size="sm" c="dimmed">
          For example: did “Order Completed” at least 2 times within the last 30 days, and whose country is
          “DE”
        </Text>
      ) : (
        <div role="status">
          {problem && <Note note={problem} text={text} tone="bad" onReplace={replace} />}
          {notes.map((note) => (
            <Note
              key={`${note.from} ${note.message}`}
              note={note}
              text={text}
              tone="soon"
              onReplace={replace}
            />
          ))}
          {!problem && notes.length === 0 && (
            <Text size="sm" c="var(--kith-good)">
              Understood: the conditions above say the same.
            </Text>
          )}
        </div>
      )}
    </div>
  )
}

type CompletedTextProps = {
  field: React.RefObject<HTMLTextAreaElement | null>
  text: string
  completions: Completion[]
  onType: (text: string, caret: number) => void
  onCaret: (caret: number) => void
  onComplete: (completion: Completion) => void
}

/** A text field that offers what may come next; arrows choose, Enter takes, Esc closes. */
function CompletedText({ field, text, completions, onType, onCaret, onComplete }: CompletedTextProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const choose = (value: string) => {
    const chosen = completions[Number(value)]
    if (chosen) onComplete(chosen)
    combobox.resetSelectedOption()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target>
        <Textarea
          ref={field}
          label="In words"
          autosize
          minRows={2}
          maxRows={12}
          spellCheck={false}
          data-autofocus
          value={text}
          onChange={({ currentTarget: { value, selectionStart } }) => {
            onType(value, selectionStart)
            combobox.openDropdown()
          }}
          onSelect={({ currentTarget }) => onCaret(currentTarget.selectionStart)}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={completions.length === 0}>
        <Combobox.Options aria-label="What may come next">
          {completions.map((one, place) => (
            <Combobox.Option key={`${one.kind} ${one.text}`} value={String(place)}>
              {one.text}
              {one.kind !== 'word' && <span className={classes.kind}>{one.kind}</span>}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
