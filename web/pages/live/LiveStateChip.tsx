import { IconCircleFilled, IconPlayerPauseFilled, IconPlugConnectedX } from '@tabler/icons-react'
import type { LiveState } from '../../lib/live-events.ts'
import { Chip } from '../../ui/Chip.tsx'

/** Whether what is on the screen is what happens now. */
export function LiveStateChip({ state, paused }: { state: LiveState; paused: boolean }) {
  if (state === 'lost') {
    return (
      <Chip tone="bad" icon={<IconPlugConnectedX aria-hidden />}>
        Connection lost, trying again
      </Chip>
    )
  }
  if (paused) return <Chip icon={<IconPlayerPauseFilled aria-hidden />}>Paused</Chip>
  if (state === 'connecting') return <Chip>Connecting</Chip>
  return (
    <Chip tone="good" icon={<IconCircleFilled aria-hidden />}>
      Live
    </Chip>
  )
}
