import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { sentenceOf } from './http.ts'

const UNDO_MS = 8_000
const SAVED_MS = 3_000

/**
 * Says in the corner that something was done, with "Undo" for eight seconds when it can be taken back. It takes the
 * place of the toast before about the same thing, when `about` names it.
 */
export function toastSaved(sentence: string, undo?: () => void, about?: string): void {
  const id = about ?? crypto.randomUUID()
  notifications.hide(id)
  const takeBack = () => {
    notifications.hide(id)
    undo?.()
  }
  notifications.show({
    id,
    autoClose: undo ? UNDO_MS : SAVED_MS,
    withBorder: true,
    message: undo ? <WithUndo sentence={sentence} onUndo={takeBack} /> : sentence,
  })
}

/** Says what went wrong; stays until closed, because a failure must not pass unread. */
export function toastError(error: unknown, sentence = sentenceOf(error)): void {
  notifications.show({
    color: 'red',
    autoClose: false,
    withBorder: true,
    title: 'Not saved',
    message: sentence,
  })
}

function WithUndo({ sentence, onUndo }: { sentence: string; onUndo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <span>{sentence}</span>
      <Button size="compact-sm" variant="subtle" flex="none" onClick={onUndo}>
        Undo
      </Button>
    </Group>
  )
}
