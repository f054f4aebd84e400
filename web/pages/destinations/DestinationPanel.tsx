import { Button, Group, Stack, Switch } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Delivery, Destination } from '../../../model/destination.ts'
import { api } from '../../api.ts'
import { date, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { EditableText } from '../../ui/EditableText.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Section } from '../../ui/Section.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { DeliveryOutcome } from './DeliveryOutcome.tsx'
import { DestinationState } from './destination-columns.tsx'
import classes from './destinations.module.css'
import { HowToVerify } from './HowToVerify.tsx'
import { urlProblem } from './webhook-problems.ts'
import { SegmentsField } from './SegmentsField.tsx'
import { useDestinationChange } from './use-destinations.ts'

export type DestinationPanelProps = { destination: Destination | null; onClose: () => void }

/** One destination: its health, its address and what it hears of. */
export function DestinationPanel({ destination, onClose }: DestinationPanelProps) {
  return (
    <SidePanel opened={destination !== null} onClose={onClose} size="xl" title={destination?.name ?? ''}>
      {destination && <Details key={destination.id} destination={destination} onRemoved={onClose} />}
    </SidePanel>
  )
}

function Details({ destination, onRemoved }: { destination: Destination; onRemoved: () => void }) {
  const mayWrite = useMay()('destinations:write')
  const change = useDestinationChange()
  const { id } = destination
  return (
    <>
      <Facts destination={destination} />
      {mayWrite && <Test id={id} />}
      <Section title="Settings">
        <Stack gap="sm">
          {mayWrite ? (
            <>
              <EditableText
                label="Name"
                value={destination.name}
                onSave={(name) => change.mutate({ id, fields: { name } })}
              />
              <EditableText
                label="Address"
                value={destination.url}
                maxLength={2000}
                check={urlProblem}
                onSave={(url) => change.mutate({ id, fields: { url } })}
              />
            </>
          ) : (
            <CopyField label="address" value={destination.url} />
          )}
          <SegmentsField
            value={destination.segment_ids}
            onChange={(ids) => change.mutate({ id, fields: { segment_ids: ids } })}
            disabled={!mayWrite}
          />
          {mayWrite && (
            <Switch
              label="Send to this destination"
              checked={destination.enabled}
              onChange={(event) => change.mutate({ id, fields: { enabled: event.currentTarget.checked } })}
            />
          )}
        </Stack>
      </Section>
      <Section title="How to verify messages">
        <HowToVerify />
      </Section>
      {mayWrite && <Remove destination={destination} onRemoved={onRemoved} />}
    </>
  )
}

const figures = ['delivered', 'waiting', 'failed'] as const

function Facts({ destination }: { destination: Destination }) {
  return (
    <dl className={classes.facts}>
      <dt>State</dt>
      <dd>
        <DestinationState destination={destination} />
      </dd>
      {figures.map((state) => (
        <div key={state} className={classes.fact}>
          <dt>{stateNames[state]}</dt>
          <dd>
            <TextLink {...links.deliveries({ destination: destination.id, state })} fz="inherit">
              {number(destination[state])}
            </TextLink>
          </dd>
        </div>
      ))}
      <dt>Added</dt>
      <dd>{date(destination.created_at)}</dd>
    </dl>
  )
}

const stateNames: Record<Delivery['state'], string> = {
  delivered: 'Delivered',
  waiting: 'Waiting',
  failed: 'Failed',
}

function Test({ id }: { id: string }) {
  const client = useQueryClient()
  const test = useMutation({
    mutationFn: () => api.destinations.test(id),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['deliveries'] })
      await client.invalidateQueries({ queryKey: ['destinations'] })
    },
  })
  return (
    <Stack gap="xs" my="md" align="flex-start">
      <Button
        variant="default"
        leftSection={<IconSend size={15} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        Send a test message
      </Button>
      <FormError error={test.error} />
      {test.data && (
        <div role="status">
          <DeliveryOutcome delivery={test.data} />{' '}
          <TextLink {...links.deliveries({ destination: id, delivery: test.data.id })} fz="sm">
            See the message
          </TextLink>
        </div>
      )}
    </Stack>
  )
}

function Remove({ destination, onRemoved }: { destination: Destination; onRemoved: () => void }) {
  const [asking, { open, close }] = useDisclosure(false)
  const client = useQueryClient()
  const remove = async () => {
    await api.destinations.remove(destination.id)
    onRemoved()
    toastSaved(`${destination.name} deleted`)
    await client.invalidateQueries({ queryKey: ['destinations'] })
  }
  return (
    <Group justify="flex-end" mt="xl">
      <Button variant="subtle" color="red" c="var(--kith-bad)" onClick={open}>
        Delete this destination
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Delete ${destination.name}?`}
        verb="Delete"
        onConfirm={remove}
      >
        Nothing is sent to it any more, and the log of its deliveries goes with it
        {destination.waiting > 0 && `, ${number(destination.waiting)} that still wait included`}. This cannot
        be undone; to pause it, switch it off instead.
      </ConfirmDialog>
    </Group>
  )
}
