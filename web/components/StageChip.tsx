import type { Stage } from '../../model/deal.ts'
import { Chip, type ChipProps } from '../ui/Chip.tsx'

const tones: Record<Stage['kind'], NonNullable<ChipProps['tone']>> = {
  open: 'neutral',
  won: 'good',
  lost: 'bad',
}

/** The stage that a deal is in; green when won, red when lost. */
export function StageChip({ stage }: { stage: Stage | undefined }) {
  return stage ? <Chip tone={tones[stage.kind]}>{stage.name}</Chip> : null
}
