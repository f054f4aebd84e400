import { Tooltip } from '@mantine/core'
import { permissions, type Permission } from '../../../model/roles.ts'
import type { ApiKey } from '../../../model/access.ts'
import { counted } from '../../lib/format.ts'
import { permissionNames } from '../../lib/permissions.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { RevokeKey } from './RevokeKey.tsx'

const NAMED_SCOPES = 2

export function keyColumns(mayWrite: boolean): Column<ApiKey>[] {
  const columns: Column<ApiKey>[] = [
    { id: 'name', header: 'Name', cell: ({ name }) => <b style={{ fontWeight: 500 }}>{name}</b> },
    { id: 'hint', header: 'Key', width: '9rem', cell: ({ hint }) => <code>{hint}</code> },
    { id: 'scopes', header: 'May', cell: ({ scopes }) => <Scopes scopes={scopes} /> },
    {
      id: 'used',
      header: 'Last used',
      width: '9rem',
      align: 'right',
      cell: ({ last_used_at }) => <RelativeTime at={last_used_at} otherwise="never" />,
    },
    {
      id: 'created',
      header: 'Created',
      width: '9rem',
      align: 'right',
      wideOnly: true,
      cell: ({ created_at }) => <RelativeTime at={created_at} />,
    },
  ]
  if (!mayWrite) return columns
  const revoke: Column<ApiKey> = {
    id: 'revoke',
    header: '',
    width: '3.5rem',
    align: 'right',
    cell: (key) => <RevokeKey apiKey={key} />,
  }
  return [...columns, revoke]
}

function Scopes({ scopes }: { scopes: Permission[] }) {
  if (scopes.length === permissions.length) return 'Everything'
  const names = scopes.map((scope) => permissionNames[scope])
  if (names.length <= NAMED_SCOPES) return inSentence(names)
  return (
    <Tooltip label={inSentence(names)} multiline maw={320}>
      <span tabIndex={0}>
        {inSentence(names.slice(0, NAMED_SCOPES))} and {counted(names.length - NAMED_SCOPES, 'more', 'more')}
      </span>
    </Tooltip>
  )
}

/** "See people, see events": only the first begins with a capital. */
const inSentence = ([first = '', ...others]: string[]) =>
  [first, ...others.map((name) => name.charAt(0).toLowerCase() + name.slice(1))].join(', ')
