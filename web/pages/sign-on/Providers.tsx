import { Button, Group } from '@mantine/core'
import { IconLockAccess, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Provider } from '../../../model/sign-on-provider.ts'
import { api } from '../../api.ts'
import { wholeList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { providersKey } from './provider-draft.ts'
import { ProviderForm } from './ProviderForm.tsx'

const NEW = 'new'

/** The providers through which people sign in. */
export function Providers() {
  const { provider: openId } = useSearch({ from: '/settings/sign-on' })
  const navigate = useNavigate({ from: '/settings/sign-on' })
  const mayWrite = useMay()('sign_on:write')
  const query = useQuery({ queryKey: providersKey, queryFn: api.signOn.providers })
  const open = (id: string | undefined) =>
    void navigate({ search: { tab: 'providers', ...(id && { provider: id }) } })
  const opened = query.data?.data.find(({ id }) => id === openId)
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(NEW)}>
      Add a provider
    </Button>
  )
  return (
    <>
      {add && (query.data?.data.length ?? 0) > 0 && (
        <Group justify="flex-end" mb="sm">
          {add}
        </Group>
      )}
      <DataTable
        label="Providers"
        columns={columns}
        list={wholeList(query, query.data?.data)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        empty={
          <EmptyState title="No providers yet" icon={<IconLockAccess size={22} />} action={add}>
            With a provider, colleagues sign in with the account they have already: Google, Microsoft Entra,
            Okta, Keycloak, or anything else that speaks OpenID Connect or SAML 2.0.
          </EmptyState>
        }
      />
      <SidePanel
        opened={opened !== undefined || (mayWrite && openId === NEW)}
        onClose={() => open(undefined)}
        title={opened?.name ?? 'Add a provider'}
      >
        <ProviderForm
          key={opened?.id ?? NEW}
          provider={opened ?? null}
          onSaved={(id) => open(id)}
          onClose={() => open(undefined)}
        />
      </SidePanel>
    </>
  )
}

const columns: Column<Provider>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  {
    id: 'address',
    header: 'Provider',
    cell: ({ oidc, saml }) => oidc?.issuer ?? saml?.entity_id ?? '',
    wideOnly: true,
  },
  { id: 'domains', header: 'Domains', cell: ({ domains }) => domains.join(', ') || 'Any' },
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    cell: ({ enabled }) => (enabled ? <Chip tone="good">On</Chip> : <Chip>Off</Chip>),
  },
]
