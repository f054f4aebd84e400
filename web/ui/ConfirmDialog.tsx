import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { sentenceOf } from '../lib/http.ts'

export type ConfirmDialogProps = {
  opened: boolean
  onClose: () => void
  /** The question: "Delete the segment Buyers?" */
  title: string
  /** What goes with it. */
  children: ReactNode
  /** The verb on the button: "Delete". */
  verb: string
  /** Does it; the dialog closes when it has worked and shows the reason when it has not. */
  onConfirm: () => Promise<unknown>
}

export function ConfirmDialog({ opened, onClose, title, children, verb, onConfirm }: ConfirmDialogProps) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const close = () => {
    setError(null)
    onClose()
  }
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      close()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        <Text component="div">{children}</Text>
        {error !== null && (
          <Text c="var(--kith-bad)" role="alert">
            {sentenceOf(error)}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color="red.9" loading={busy} onClick={() => void confirm()}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
