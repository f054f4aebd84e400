import { Button, Menu, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Activity } from '../../../model/activity.ts'
import { snoozes } from '../../components/activities/ActivityRow.tsx'
import { useActivityEdits } from '../../components/activities/use-activity-edits.ts'
import { colleaguesQuery, dayFrom } from '../../lib/activities.ts'
import { counted } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import classes from './tasks.module.css'

/** What can be done with the chosen activities together. */
export function BulkBar({ chosen, onClear }: { chosen: Activity[]; onClear: () => void }) {
  const edits = useActivityEdits()
  const mayUsers = useMay()('users:read')
  const { data: colleagues = [] } = useQuery({ ...colleaguesQuery, enabled: mayUsers })
  const then = (work: () => void) => () => {
    work()
    onClear()
  }
  return (
    <div className={classes.bulk} role="group" aria-label="With those selected">
      <Text size="sm" fw={500}>
        {counted(chosen.length, 'activity', 'activities')} selected
      </Text>
      <Button size="compact-sm" onClick={then(() => edits.complete(chosen))}>
        Complete
      </Button>
      <Menu>
        <Menu.Target>
          <Button size="compact-sm" variant="default">
            Later…
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {snoozes.map(([label, days]) => (
            <Menu.Item key={label} onClick={then(() => edits.snooze(chosen, dayFrom(days)))}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {mayUsers && (
        <Menu>
          <Menu.Target>
            <Button size="compact-sm" variant="default">
              Give to…
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
            {colleagues.map(({ id, name }) => (
              <Menu.Item key={id} onClick={then(() => edits.assign(chosen, id, name))}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
