import {
  IconAlertTriangle,
  IconCheck,
  IconHourglass,
  IconListDetails,
  IconLoader2,
  IconSnowflake,
} from '@tabler/icons-react'
import type { Segment } from '../../../model/segment.ts'
import { Chip, type ChipProps } from '../../ui/Chip.tsx'

const states = {
  copying: { tone: 'accent', icon: <IconLoader2 aria-hidden />, label: 'Being frozen' },
  building: { tone: 'accent', icon: <IconLoader2 aria-hidden />, label: 'Being built' },
  live: { tone: 'good', icon: <IconCheck aria-hidden />, label: 'Live' },
  failed: { tone: 'bad', icon: <IconAlertTriangle aria-hidden />, label: 'Failed' },
} as const satisfies Record<Segment['state'], Pick<ChipProps, 'tone' | 'icon'> & { label: string }>

const kinds = {
  live: states.live,
  static: { tone: 'neutral', icon: <IconListDetails aria-hidden />, label: 'List' },
  frozen: { tone: 'soon', icon: <IconSnowflake aria-hidden />, label: 'Frozen' },
} as const satisfies Record<Segment['kind'], Pick<ChipProps, 'tone' | 'icon'> & { label: string }>

const slowed = { tone: 'soon', icon: <IconHourglass aria-hidden />, label: 'Slowed down' } as const

function lookOf({ state, kind, pace }: Segment) {
  if (pace === 'slowed' && (state === 'live' || state === 'building')) return slowed
  return state === 'live' ? kinds[kind] : states[state]
}

/** Whether a segment follows what happens; the reason on hover when it does not. */
export function SegmentStateChip({ segment }: { segment: Segment }) {
  const { tone, icon, label } = lookOf(segment)
  return (
    <Chip tone={tone} icon={icon} {...(segment.error && { title: segment.error })}>
      {label}
    </Chip>
  )
}
