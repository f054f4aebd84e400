import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { SaveViewDialog } from '../../../components/lists/SaveViewDialog.tsx'
import { toastSaved } from '../../../lib/toasts.tsx'
import type { DashboardEdits } from './use-dashboard-edits.ts'
import { useNewDashboard } from './use-new-dashboard.ts'

export type DashboardMenuProps = { dashboard: Dashboard; edits: DashboardEdits; onMails: () => void }

/** What can be done with a dashboard as a whole. */
export function DashboardMenu({ dashboard, edits, onMails }: DashboardMenuProps) {
  const [isSharing, setSharing] = useState(false)
  const { duplicate } = useNewDashboard()
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="More about this dashboard">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {dashboard.may_edit && <Menu.Item onClick={() => setSharing(true)}>Rename and share…</Menu.Item>}
          <Menu.Item onClick={onMails}>Send by mail…</Menu.Item>
          <Menu.Item onClick={() => duplicate(dashboard)}>Duplicate</Menu.Item>
          {dashboard.may_edit && (
            <Menu.Item color="red" onClick={() => void edits.remove(dashboard)}>
              Delete the dashboard
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isSharing && (
        <SaveViewDialog
          view={dashboard}
          onClose={() => setSharing(false)}
          onSave={async (input) => {
            const { name } = await edits.save(input)
            toastSaved(`${name} saved`)
          }}
        />
      )}
    </>
  )
}
