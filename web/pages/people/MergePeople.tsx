import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowsJoin } from '@tabler/icons-react'
import { useState } from 'react'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { sentenceOf } from '../../lib/http.ts'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike } from '../../lib/profile.ts'
import { ComparePeople } from './ComparePeople.tsx'
import { useDecided } from './use-decide.ts'

/** A button that leads to merging this person with another, side by side first. */
export function MergePeople({ person }: { person: Person }) {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconArrowsJoin size={15} />} onClick={open}>
        Merge with another person…
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        size="xl"
        title={`Merge ${personLabel(asPersonLike(person))} with another person`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <MergeForm person={person} onDone={close} />
      </Modal>
    </>
  )
}

function MergeForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const [other, setOther] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { decided } = useDecided()
  const isSame = other === person.id
  const merge = async () => {
    if (!other) return
    setBusy(true)
    try {
      await decided(await api.people.merge(person.id, { other, reason }), 'They are one person now.')
      onDone()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Stack gap="md">
      <Text size="sm">
        Everything of both stays: events, traits, companies and deals. It can be taken back at any time, and
        both are then exactly as before.
      </Text>
      <PersonPicker
        label="The other person"
        placeholder="Name, e-mail or identifier"
        value={other}
        onChange={setOther}
        error={isSame ? 'This is the same person. Choose another one.' : undefined}
      />
      {other && !isSame && <ComparePeople person={person} other={other} />}
      <TextInput
        label="Why (optional)"
        placeholder="How you know that they are the same"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error !== null && (
        <Text c="var(--kith-bad)" role="alert">
          {sentenceOf(error)}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button loading={busy} disabled={!other || isSame} onClick={() => void merge()}>
          Merge
        </Button>
      </Group>
    </Stack>
  )
}
