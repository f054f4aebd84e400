import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { IdentityDraft } from '../../../model/identity-rules.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Effect } from './Effect.tsx'
import classes from './identity.module.css'
import { Progress } from './Progress.tsx'
import type { useRuleActions } from './use-rules.ts'

export type DraftPanelProps = {
  draft: IdentityDraft
  actions: ReturnType<typeof useRuleActions>
  mayWrite: boolean
}

/** The draft: what it would change once somebody asks, and then the choice to apply or to discard it. */
export function DraftPanel({ draft, actions, mayWrite }: DraftPanelProps) {
  const { state, error, effect, done, total, by, at } = draft
  return (
    <section className={classes.draft} aria-label="Draft">
      <Text fw={600}>A draft that does not hold yet</Text>
      <Text size="sm" c="dimmed" mb="sm">
        Below are the rules as {by} drafted them, <RelativeTime at={at} />.
      </Text>
      {state === 'evaluating' && (
        <Progress
          what="Comparing"
          done={done}
          total={total}
          action={
            mayWrite && (
              <Button size="xs" variant="default" onClick={() => actions.cancel.mutate(undefined)}>
                Stop
              </Button>
            )
          }
        />
      )}
      {state === 'failed' && (
        <Text size="sm" c="var(--kith-bad)" role="alert" mb="sm">
          The comparison failed: {error}. Try it again.
        </Text>
      )}
      {state === 'evaluated' && effect && <Effect effect={effect} />}
      {mayWrite && state !== 'evaluating' && <Choices draft={draft} actions={actions} />}
    </section>
  )
}

function Choices({ draft, actions }: Omit<DraftPanelProps, 'mayWrite'>) {
  const [asking, { open, close }] = useDisclosure(false)
  const [note, setNote] = useState('')
  const isSeen = draft.state === 'evaluated'
  return (
    <Group gap="xs">
      {isSeen ? (
        <Button size="xs" onClick={open}>
          Apply…
        </Button>
      ) : (
        <Button
          size="xs"
          loading={actions.evaluate.isPending}
          onClick={() => actions.evaluate.mutate(undefined)}
        >
          See what would change
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => actions.discard.mutate(undefined)}>
        Discard
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title="Apply these rules?"
        verb="Apply"
        onConfirm={() => actions.apply.mutateAsync(note)}
      >
        New events are resolved by them at once; everybody else is brought up to date in the background. It
        can be rolled back.
        <TextInput
          mt="sm"
          label="Why (optional)"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </Group>
  )
}
