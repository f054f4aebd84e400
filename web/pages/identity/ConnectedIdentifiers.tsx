import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { connectedLists, type ConnectedList } from '../../../model/identity-lists.ts'
import { type ConnectedIdentifier, type IdentifierReview } from '../../../model/identity-rules.ts'
import { api } from '../../api.ts'
import { IdentifierChip } from '../../components/IdentifierChip.tsx'
import { boundedNumber } from '../../lib/format.ts'
import { identifierStates } from '../../lib/identifier-states.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { useAction } from './use-rules.ts'

const listNames: Record<ConnectedList, string> = {
  to_review: 'To look at',
  shared: 'Shared',
  blocked: 'Blocked',
  reviewed: 'Decided',
}

/** Identifiers that are named with so many users that they join nobody, to be decided about. */
export function ConnectedIdentifiers() {
  const { list: shown = 'to_review' } = useSearch({ from: '/settings/identity' })
  const navigate = useNavigate({ from: '/settings/identity' })
  const mayWrite = useMay()('identity:write')
  const list = useList<ConnectedIdentifier>({
    key: ['identity', 'connected', shown],
    fetch: (page) => api.identity.connected(shown, page),
  })
  return (
    <>
      <SegmentedControl
        mb="md"
        size="xs"
        aria-label="Which identifiers"
        data={connectedLists.map((value) => ({ value, label: listNames[value] }))}
        value={shown}
        onChange={(value) =>
          void navigate({
            search: { tab: 'connected', list: connectedLists.find((one) => one === value) },
          })
        }
      />
      <DataTable
        label="Over-connected identifiers"
        columns={connectedColumns(mayWrite)}
        list={list}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="None here" icon={<IconShieldCheck size={22} />}>
            An e-mail such as info@… that many users give, or a laptop in a shop, would glue strangers
            together. Kith keeps such identifiers out of who is who and shows them here.
          </EmptyState>
        }
      />
    </>
  )
}

function connectedColumns(mayWrite: boolean): Column<ConnectedIdentifier>[] {
  const columns: Column<ConnectedIdentifier>[] = [
    {
      id: 'identifier',
      header: 'Identifier',
      cell: (row) => <IdentifierChip identifier={row} tone={identifierStates[row.state].tone} />,
    },
    {
      id: 'users',
      header: 'Users',
      width: '6rem',
      align: 'right',
      cell: ({ users }) => boundedNumber(users),
    },
    { id: 'examples', header: 'Such as', cell: Examples },
    { id: 'state', header: 'It is', width: '12rem', cell: stateWords },
  ]
  if (!mayWrite) return columns
  return [
    ...columns,
    { id: 'decide', header: '', width: '19rem', align: 'right', cell: (row) => <Decide row={row} /> },
  ]
}

function Examples({ examples }: ConnectedIdentifier) {
  return (
    <span>
      {examples.map(({ id, name }, index) => (
        <span key={index}>
          {index > 0 && ', '}
          <TextLink {...links.person(id)}>{name}</TextLink>
        </span>
      ))}
    </span>
  )
}

function stateWords({ state, review }: ConnectedIdentifier): string {
  if (review) return `${review.verdict === 'normal' ? 'normal' : 'quarantined'}, says ${review.by}`
  return state
}

function Decide({ row }: { row: ConnectedIdentifier }) {
  const decide = useAction(
    (verdict: IdentifierReview['verdict']) => api.identity.review(row.id, { verdict }),
    'Decided; people are brought up to date',
  )
  const forget = useAction(() => api.identity.forgetReview(row.id), 'The rules decide again')
  if (row.review)
    return (
      <Button size="compact-sm" variant="subtle" onClick={() => forget.mutate(undefined)}>
        Let the rules decide
      </Button>
    )
  if (row.state === 'blocked') return null
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={() => decide.mutate('quarantined')}>
        Leave quarantined
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={row.users.more}
        onClick={() => decide.mutate('normal')}
      >
        Treat as normal
      </Button>
    </Group>
  )
}
