import { Text } from '@mantine/core'
import type { Delivery } from '../../../model/destination.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { DeliveryState } from './delivery-columns.tsx'

/** How a delivery went, in a line: its state, the answer, and when it is tried again. */
export function DeliveryOutcome({ delivery }: { delivery: Delivery }) {
  const { state, last_status, last_error, next_attempt_at } = delivery
  return (
    <span>
      <DeliveryState delivery={delivery} />{' '}
      <Text span size="sm">
        {last_error ?? (last_status !== null && `The server answered ${last_status}.`)}
        {state === 'waiting' && next_attempt_at !== null && (
          <>
            {' '}
            Next attempt <RelativeTime at={next_attempt_at} />.
          </>
        )}
      </Text>
    </span>
  )
}
