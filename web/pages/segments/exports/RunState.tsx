import type { SegmentExportRun } from '../../../../model/segment-export.ts'
import { Chip, type ChipProps } from '../../../ui/Chip.tsx'

const states: Record<SegmentExportRun['state'], [words: string, tone: NonNullable<ChipProps['tone']>]> = {
  waiting: ['Waiting', 'neutral'],
  running: ['Running', 'accent'],
  done: ['Done', 'good'],
  failed: ['Failed', 'bad'],
}

/** Where a run stands; one that waits after a failure says so. */
export function RunState({ run: { state, error } }: { run: SegmentExportRun }) {
  const [words, tone] = states[state]
  if (state === 'waiting' && error !== null) return <Chip tone="soon">Tried again</Chip>
  return <Chip tone={tone}>{words}</Chip>
}
