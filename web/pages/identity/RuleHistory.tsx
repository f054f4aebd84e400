import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import type { IdentityRulesVersionRow } from '../../../model/identity-rules.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { useRollback } from './use-rules.ts'

/** Which rules held when, who changed them, and the way back. */
export function RuleHistory() {
  const list = useList<IdentityRulesVersionRow>({
    key: ['identity', 'versions'],
    fetch: api.identity.versions,
  })
  const mayWrite = useMay()('identity:write')
  const newest = list.rows[0]?.version ?? 0
  return (
    <DataTable
      label="Versions of the rules"
      columns={historyColumns(newest, mayWrite)}
      list={list}
      rowKey={({ version }) => String(version)}
      empty={
        <EmptyState title="No versions yet" icon={<IconHistory size={22} />}>
          Every change of the rules is kept here and can be rolled back.
        </EmptyState>
      }
    />
  )
}

function historyColumns(newest: number, mayWrite: boolean): Column<IdentityRulesVersionRow>[] {
  const columns: Column<IdentityRulesVersionRow>[] = [
    {
      id: 'version',
      header: 'Version',
      width: '10rem',
      cell: ({ version }) => (
        <>
          {version} {version === newest && <Chip tone="good">holds</Chip>}
        </>
      ),
    },
    { id: 'note', header: 'Why', cell: noteOf },
    {
      id: 'people',
      header: 'People changed',
      width: '10rem',
      cell: ({ version, progress }) =>
        version === 0
          ? '–'
          : progress.finished
            ? counted(progress.regrouped, 'person', 'people')
            : 'under way',
    },
    { id: 'by', header: 'By', width: '10rem', cell: ({ by }) => by },
    {
      id: 'at',
      header: 'When',
      width: '9rem',
      align: 'right',
      cell: ({ at }) => <RelativeTime at={at} otherwise="from the start" />,
    },
  ]
  if (!mayWrite) return columns
  return [
    ...columns,
    {
      id: 'back',
      header: '',
      width: '8rem',
      align: 'right',
      cell: (row) => row.version !== newest && <RollBack version={row.version} />,
    },
  ]
}

function noteOf({ note, restores }: IdentityRulesVersionRow): string {
  if (restores === null) return note || '–'
  return [`Back to version ${restores}`, note].filter(Boolean).join(': ')
}

function RollBack({ version }: { version: number }) {
  const [asking, { open, close }] = useDisclosure(false)
  const rollBack = useRollback()
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={open}>
        Roll back
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={`Roll back to version ${version}?`}
        verb="Roll back"
        onConfirm={() => rollBack.mutateAsync(version)}
      >
        Its rules hold again as a new version. People are brought up to date in the background, and are then
        as the evidence says by those rules.
      </ConfirmDialog>
    </>
  )
}
