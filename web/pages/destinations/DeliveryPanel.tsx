import { Button, Stack } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Delivery } from '../../../model/destination.ts'
import { api } from '../../api.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { DeliveryOutcome } from './DeliveryOutcome.tsx'
import classes from './destinations.module.css'

export type DeliveryPanelProps = { delivery: Delivery | null; onClose: () => void }

/** One message: how its delivery went, what it said, and the way to send it again. */
export function DeliveryPanel({ delivery, onClose }: DeliveryPanelProps) {
  return (
    <SidePanel opened={delivery !== null} onClose={onClose} size="xl" title={delivery?.event ?? ''}>
      {delivery && <Details key={delivery.id} delivery={delivery} />}
    </SidePanel>
  )
}

function Details({ delivery }: { delivery: Delivery }) {
  const may = useMay()
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => api.deliveries.retry(delivery.id),
    onSuccess: async () => {
      toastSaved('The message is sent again')
      await client.invalidateQueries({ queryKey: ['deliveries'] })
    },
  })
  return (
    <>
      <DeliveryOutcome delivery={delivery} />
      <Facts delivery={delivery} />
      {may('destinations:write') && delivery.state !== 'delivered' && (
        <Stack gap="xs" mb="md" align="flex-start">
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={retry.isPending}
            onClick={() => retry.mutate()}
          >
            {delivery.state === 'failed' ? 'Send again' : 'Send now'}
          </Button>
          <FormError error={retry.error} />
        </Stack>
      )}
      <Section title="Message">
        <CopyField label="message" value={JSON.stringify(delivery.payload, null, 2)} block />
      </Section>
    </>
  )
}

function Facts({ delivery }: { delivery: Delivery }) {
  return (
    <dl className={classes.facts}>
      <dt>Destination</dt>
      <dd>
        <TextLink {...links.destinations({ destination: delivery.destination_id })} fz="inherit">
          {delivery.destination_name}
        </TextLink>
      </dd>
      {delivery.person_id && (
        <>
          <dt>Person</dt>
          <dd>
            <TextLink {...links.person(delivery.person_id)} fz="inherit">
              Open the profile
            </TextLink>
          </dd>
        </>
      )}
      <dt>Attempts</dt>
      <dd>{number(delivery.attempts)}</dd>
      <dt>Made</dt>
      <dd>
        <RelativeTime at={delivery.created_at} />
      </dd>
      {delivery.delivered_at && (
        <>
          <dt>Delivered</dt>
          <dd>
            <RelativeTime at={delivery.delivered_at} />
          </dd>
        </>
      )}
    </dl>
  )
}
