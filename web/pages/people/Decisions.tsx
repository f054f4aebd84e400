import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityDecision } from '../../../model/identity.ts'
import { api } from '../../api.ts'
import { toastError } from '../../lib/toasts.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './Decisions.module.css'
import { useDecided } from './use-decide.ts'

/** What somebody decided about who this is, each to be taken back. */
export function Decisions({ person, mayChange }: { person: string; mayChange: boolean }) {
  const decisions = useQuery({
    queryKey: ['people', 'decisions', person],
    queryFn: () => api.people.decisions(person),
  })
  const rows = decisions.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Section title="Decided by hand" count={rows.length}>
      <ul className={classes.list}>
        {rows.map((decision) => (
          <Decision key={decision.id} decision={decision} mayChange={mayChange} />
        ))}
      </ul>
    </Section>
  )
}

function Decision({ decision, mayChange }: { decision: IdentityDecision; mayChange: boolean }) {
  const { takeBack } = useDecided()
  const [busy, setBusy] = useState(false)
  const { kind, decided_by, decided_at, reason } = decision
  const undo = () => {
    setBusy(true)
    void takeBack(decision.id)
      .catch(toastError)
      .finally(() => setBusy(false))
  }
  return (
    <li className={classes.row}>
      <div>
        {kind === 'same' ? 'Merged' : 'Split'} by {decided_by}, <RelativeTime at={decided_at} />
        {reason && (
          <Text size="sm" c="dimmed">
            {reason}
          </Text>
        )}
      </div>
      {mayChange && (
        <Button variant="subtle" size="compact-sm" loading={busy} onClick={undo}>
          Take back
        </Button>
      )}
    </li>
  )
}
