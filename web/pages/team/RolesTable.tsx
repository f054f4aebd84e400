import { ScrollArea, Title, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { permissions, roleNames, rolePermissions, roles } from '../../../model/roles.ts'
import { permissionNames } from '../../lib/permissions.ts'
import classes from './team.module.css'

/** What each role may do, as it is checked by the server. */
export function RolesTable() {
  return (
    <section className={classes.roles}>
      <Title order={2} mb="xs">
        What each role may do
      </Title>
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, 'aria-label': 'Table of roles', role: 'group' }}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>Permission</VisuallyHidden>
              </th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {roleNames[role]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={permission}>
                <th scope="row">{permissionNames[permission]}</th>
                {roles.map((role) => (
                  <td key={role}>
                    {rolePermissions[role].includes(permission) ? (
                      <IconCheck size={16} aria-label="yes" role="img" />
                    ) : (
                      <IconMinus size={14} aria-label="no" role="img" className={classes.no} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  )
}
