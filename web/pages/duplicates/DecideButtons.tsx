import { Button, Group } from '@mantine/core'
import type { LinkagePair, PairDecision } from '../../../model/linkage.ts'
import { KeyHint } from '../../ui/KeyHint.tsx'

export type DecideButtonsProps = {
  state: LinkagePair['state']
  picked: number
  onDecide: (decision: PairDecision) => void
  onTakeBack: () => void
}

/** The three answers with their keys, for several pairs at once when some are picked; or taking the answer back. */
export function DecideButtons({ state, picked, onDecide, onTakeBack }: DecideButtonsProps) {
  const many = picked > 0 ? ` (${picked})` : ''
  if (state === 'same' || state === 'different')
    return (
      <Button variant="default" onClick={onTakeBack}>
        Take back{many}
      </Button>
    )
  return (
    <Group gap="xs">
      <Button variant="default" rightSection={<KeyHint keys="s" />} onClick={() => onDecide('same')}>
        Same person{many}
      </Button>
      <Button variant="default" rightSection={<KeyHint keys="d" />} onClick={() => onDecide('different')}>
        Different{many}
      </Button>
      {state !== 'unsure' && (
        <Button variant="subtle" rightSection={<KeyHint keys="n" />} onClick={() => onDecide('unsure')}>
          Not sure{many}
        </Button>
      )}
    </Group>
  )
}
