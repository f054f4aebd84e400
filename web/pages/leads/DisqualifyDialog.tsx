import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { Lead } from '../../../model/lead.ts'

export type DisqualifyDialogProps = { lead: Lead; onReason: (reason: string) => void; onClose: () => void }

/** Asks why a lead is disqualified, before it is. */
export function DisqualifyDialog({ lead, onReason, onClose }: DisqualifyDialogProps) {
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() !== '') onReason(reason.trim())
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Disqualify ${lead.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Why is it disqualified?"
            maxLength={300}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={reason.trim() === ''}>
              Disqualify
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
