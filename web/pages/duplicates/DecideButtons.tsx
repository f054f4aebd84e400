import { Button, Group } from '@mantine/core'
import type { PairDecision } from '../../../model/linkage.ts'
import { KeyHint } from '../../ui/KeyHint.tsx'

export type DecideButtonsProps = { picked: number; onDecide: (decision: PairDecision) => void }

/** The three answers with their keys; several pairs at once when some are picked. */
export function DecideButtons({ picked, onDecide }: DecideButtonsProps) {
  const many = picked > 0 ? ` (${picked})` : ''
  return (
    <Group gap="xs">
      <Button variant="default" rightSection={<KeyHint keys="s" />} onClick={() => onDecide('same')}>
        Same person{many}
      </Button>
      <Button variant="default" rightSection={<KeyHint keys="d" />} onClick={() => onDecide('different')}>
        Different{many}
      </Button>
      <Button variant="subtle" rightSection={<KeyHint keys="u" />} onClick={() => onDecide('unsure')}>
        Unsure{many}
      </Button>
    </Group>
  )
}
