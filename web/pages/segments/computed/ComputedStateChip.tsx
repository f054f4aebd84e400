import { IconAlertTriangle, IconCheck, IconLoader2 } from '@tabler/icons-react'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { Chip, type ChipProps } from '../../../ui/Chip.tsx'

const states = {
  building: { tone: 'accent', icon: <IconLoader2 aria-hidden />, label: 'Being built' },
  live: { tone: 'good', icon: <IconCheck aria-hidden />, label: 'Live' },
  failed: { tone: 'bad', icon: <IconAlertTriangle aria-hidden />, label: 'Failed' },
} as const satisfies Record<ComputedTrait['state'], Pick<ChipProps, 'tone' | 'icon'> & { label: string }>

/** Whether a computed trait is current; how far it is while it is being built, the reason on hover when it failed. */
export function ComputedStateChip({ trait: { state, error, progress } }: { trait: ComputedTrait }) {
  const { tone, icon, label } = states[state]
  const share = progress && progress.total > 0 ? Math.floor((progress.done / progress.total) * 100) : null
  return (
    <Chip tone={tone} icon={icon} {...(error && { title: error })}>
      {share === null ? label : `${label}, ${share}%`}
    </Chip>
  )
}
