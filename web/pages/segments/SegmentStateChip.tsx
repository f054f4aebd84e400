import { IconAlertTriangle, IconCheck, IconLoader2 } from '@tabler/icons-react'
import type { Segment } from '../../../model/segment.ts'
import { Chip, type ChipProps } from '../../ui/Chip.tsx'

const states = {
  building: { tone: 'accent', icon: <IconLoader2 aria-hidden />, label: 'Being built' },
  live: { tone: 'good', icon: <IconCheck aria-hidden />, label: 'Live' },
  failed: { tone: 'bad', icon: <IconAlertTriangle aria-hidden />, label: 'Failed' },
} as const satisfies Record<Segment['state'], Pick<ChipProps, 'tone' | 'icon'> & { label: string }>

/** Whether a segment follows what happens; the reason on hover when it does not. */
export function SegmentStateChip({ segment }: { segment: Segment }) {
  const { tone, icon, label } = states[segment.state]
  return (
    <Chip tone={tone} icon={icon} {...(segment.error && { title: segment.error })}>
      {label}
    </Chip>
  )
}
