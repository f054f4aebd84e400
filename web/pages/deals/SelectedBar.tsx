import { Button, Menu, Text } from '@mantine/core'
import type { Deal, Stage } from '../../../model/deal.ts'
import { counted } from '../../lib/format.ts'
import classes from '../../components/board/board.module.css'

export type SelectedBarProps = {
  deals: Deal[]
  stages: Stage[]
  onMove: (stage: Stage) => void
  onClear: () => void
}

/** What can be done with the selected cards together. */
export function SelectedBar({ deals, stages, onMove, onClear }: SelectedBarProps) {
  return (
    <div className={classes.selected} role="group" aria-label="With the selected deals">
      <Text size="sm" fw={500} role="status">
        {counted(deals.length, 'deal')} selected
      </Text>
      <Menu>
        <Menu.Target>
          <Button size="compact-sm">Move to…</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {stages.map((stage) => (
            <Menu.Item key={stage.id} onClick={() => onMove(stage)}>
              {stage.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
