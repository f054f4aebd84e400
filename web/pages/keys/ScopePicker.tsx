import { Button, Checkbox, Group } from '@mantine/core'
import { permissions, type Permission } from '../../../model/roles.ts'
import { permissionNames } from '../../lib/permissions.ts'
import { useMay } from '../../lib/session.ts'
import classes from './keys.module.css'

export type ScopePickerProps = { value: Permission[]; onChange: (scopes: Permission[]) => void }

/** What a key may do. Nobody gives a key more than they may do themselves. */
export function ScopePicker({ value, onChange }: ScopePickerProps) {
  const may = useMay()
  const offered = permissions.filter(may)
  const reading = offered.filter((permission) => permission.endsWith(':read'))
  return (
    <Checkbox.Group
      label="What it may do"
      value={value}
      onChange={(chosen) => onChange(offered.filter((one) => chosen.includes(one)))}
    >
      <Group gap="xs" my="xs">
        <Button variant="default" size="compact-xs" onClick={() => onChange(reading)}>
          Read everything
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => onChange(offered)}>
          Everything
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => onChange([])}>
          Nothing
        </Button>
      </Group>
      <div className={classes.scopes}>
        {offered.map((permission) => (
          <Checkbox key={permission} value={permission} size="xs" label={permissionNames[permission]} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
