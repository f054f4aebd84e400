import { Button, Group, Stack, Switch, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Source } from '../../../model/source.ts'
import { api } from '../../api.ts'
import { SnippetTabs } from '../../components/SnippetTabs.tsx'
import { date } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { EditableText } from '../../ui/EditableText.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { sourceKindNames, SourceState } from './source-columns.tsx'
import classes from './sources.module.css'
import { useSourceChange } from './use-sources.ts'

export type SourcePanelProps = { source: Source | null; onClose: () => void }

/** One source: its write key, how to use it, and its switch. */
export function SourcePanel({ source, onClose }: SourcePanelProps) {
  return (
    <SidePanel opened={source !== null} onClose={onClose} size="xl" title={source?.name ?? ''}>
      {source && <SourceDetails source={source} onRemoved={onClose} />}
    </SidePanel>
  )
}

function SourceDetails({ source, onRemoved }: { source: Source; onRemoved: () => void }) {
  const mayWrite = useMay()('sources:write')
  const change = useSourceChange()
  return (
    <Stack gap="lg">
      {mayWrite && (
        <EditableText
          label="Name"
          value={source.name}
          onSave={(name) => change.mutate({ id: source.id, name })}
        />
      )}
      <Facts source={source} />
      <Section title="Write key">
        <CopyField label="write key" value={source.write_key} />
      </Section>
      <Section title="How to send events">
        <SnippetTabs writeKey={source.write_key} />
      </Section>
      {mayWrite && (
        <Group justify="space-between" pt="xs">
          <Switch
            label="Take events from this source"
            checked={source.enabled}
            onChange={(event) => change.mutate({ id: source.id, enabled: event.currentTarget.checked })}
          />
          <RemoveSource source={source} onRemoved={onRemoved} />
        </Group>
      )}
    </Stack>
  )
}

function Facts({ source }: { source: Source }) {
  return (
    <dl className={classes.facts}>
      <dt>State</dt>
      <dd>
        <SourceState source={source} />
      </dd>
      <dt>Kind</dt>
      <dd>{sourceKindNames[source.kind].name}</dd>
      <dt>Last event</dt>
      <dd>
        <RelativeTime at={source.last_event_at} otherwise="none yet" /> ·{' '}
        <TextLink {...links.live({ source: source.name })} underline="always">
          Watch live
        </TextLink>
      </dd>
      <dt>First event</dt>
      <dd>
        <RelativeTime at={source.first_event_at} otherwise="none yet" />
      </dd>
      <dt>Added</dt>
      <dd>{date(source.created_at)}</dd>
    </dl>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={6}>
        {title}
      </Title>
      {children}
    </section>
  )
}

function RemoveSource({ source, onRemoved }: { source: Source; onRemoved: () => void }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const removeIt = async () => {
    await api.sources.remove(source.id)
    onRemoved()
    toastSaved(`${source.name} removed`)
    await client.invalidateQueries({ queryKey: ['sources'] })
  }
  return (
    <>
      <Button variant="subtle" color="red" c="var(--kith-bad)" onClick={open}>
        Remove this source
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Remove ${source.name}?`}
        verb="Remove"
        onConfirm={removeIt}
      >
        Its write key stops working at once and cannot be brought back. Events and people that came through it
        stay.
      </ConfirmDialog>
    </>
  )
}
