import { Button, Checkbox, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowsSplit } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../../api.ts'
import { IdentifierChip } from '../../components/IdentifierChip.tsx'
import { counted } from '../../lib/format.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import type { IdentityNode } from './identity-layout.ts'
import { useDecided } from './use-decide.ts'

export type SplitPersonProps = { id: string; identifiers: IdentityNode[] }

/** A button that leads to choosing which identifiers are another person's. */
export function SplitPerson({ id, identifiers }: SplitPersonProps) {
  const [opened, { open, close }] = useDisclosure(false)
  const [away, setAway] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const { decided } = useDecided()
  const mine = identifiers.filter((one) => one.mine)
  if (mine.length < 2) return null
  const end = () => {
    setAway([])
    close()
  }
  const split = async () => {
    const outcome = await api.people.split(id, { identifiers: away, reason })
    await decided(outcome, 'They are two people now.')
  }
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconArrowsSplit size={15} />} onClick={open}>
        Split off…
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={end}
        title="Which identifiers are somebody else’s?"
        verb={away.length === 0 ? 'Split off' : `Split off ${counted(away.length, 'identifier')}`}
        onConfirm={split}
      >
        <Stack gap="sm">
          <Text size="sm">
            Their events, traits, companies and deals go with them. The two stay apart, whatever events say,
            until you take it back.
          </Text>
          <Checkbox.Group label="Identifiers to split off" value={away} onChange={setAway}>
            <Stack gap={6} mt={6}>
              {mine.map((one) => (
                <Checkbox
                  key={one.id}
                  value={one.id}
                  disabled={away.length === mine.length - 1 && !away.includes(one.id)}
                  label={<IdentifierChip identifier={one} />}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          <TextInput
            label="Why (optional)"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  )
}
