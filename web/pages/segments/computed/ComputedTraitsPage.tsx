import { Group } from '@mantine/core'
import { IconMathFunction, IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../api.ts'
import { links } from '../../../lib/links.ts'
import { useList } from '../../../lib/queries.ts'
import { useMay } from '../../../lib/session.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ButtonLink } from '../../../ui/links.tsx'
import { Page } from '../../../ui/Page.tsx'
import { computedColumns } from './computed-columns.tsx'

const REFRESH_MS = 3_000

/** The traits that Kith works out itself, each with what it is and how far it is. */
export function ComputedTraitsPage() {
  const navigate = useNavigate()
  const list = useList({
    key: ['computed-traits', 'list'],
    fetch: api.computedTraits.list,
    refetchInterval: REFRESH_MS,
  })
  return (
    <Page
      title="Computed traits"
      description="What Kith works out about people from what they did, and keeps true as they act and as time passes."
      action={<NewTrait />}
    >
      <DataTable
        label="Computed traits"
        columns={computedColumns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate(links.computedTrait(id))}
        empty={
          <EmptyState
            title="No computed traits yet"
            icon={<IconMathFunction size={22} />}
            action={<NewTrait />}
          >
            A computed trait is worked out from events: how much somebody spent, what they buy most, how many
            days ago they came. A score adds up points by rules, to see who is hot. Both can be used wherever
            a trait can.
          </EmptyState>
        }
      />
    </Page>
  )
}

function NewTrait() {
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <Group gap="xs">
      {may('segments:sql') && (
        <ButtonLink
          {...links.newSqlTrait()}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          New trait in SQL
        </ButtonLink>
      )}
      <ButtonLink {...links.newScore()} variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
        New score
      </ButtonLink>
      <ButtonLink {...links.newComputedTrait()} leftSection={<IconPlus size={16} aria-hidden />}>
        New computed trait
      </ButtonLink>
    </Group>
  )
}
