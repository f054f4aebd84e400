import { Button, Text } from '@mantine/core'
import type { TextNote } from '../../../model/segment-text/parse-segment.ts'
import classes from './builder.module.css'

type NoteProps = {
  note: TextNote
  text: string
  tone: 'bad' | 'soon'
  /** Without it suggestions are not offered. */
  onReplace?: (from: number, to: number, by: string) => void
}

/** What is wrong or odd, the piece of the text that it is about, and what may be meant. */
export function Note({ note: { message, from, to, suggestions }, text, tone, onReplace }: NoteProps) {
  const piece = text.slice(from, to)
  return (
    <Text size="sm" component="div" c={`var(--kith-${tone})`} className={classes.note}>
      <span>
        {piece !== '' && <mark className={classes.piece}>{piece}</mark>} {message}
      </span>
      {(onReplace ? suggestions : []).map((by) => (
        <Button
          key={by}
          variant="default"
          size="compact-xs"
          onClick={() => onReplace?.(from, to, tone === 'soon' && piece.startsWith('“') ? `“${by}”` : by)}
        >
          {by}
        </Button>
      ))}
    </Text>
  )
}
