import { Button, Text } from '@mantine/core'
import { IconRefresh, IconTags } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { TraitInfo, TraitSurvey } from '../../../model/trait.ts'
import { api } from '../../api.ts'
import { counted, number } from '../../lib/format.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { toastError } from '../../lib/toasts.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { traitColumns } from './trait-columns.tsx'
import { TraitPanel } from './TraitPanel.tsx'

const route = getRouteApi('/traits')
const REFRESH_MS = 5_000

/** What is known of people: each trait with its types, how many have it, who says it, and what it means. */
export function TraitsPage() {
  const { search = '', trait: openName } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: { search?: string | undefined; trait?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const mayWrite = useMay()('objects:write')
  const list = useList<TraitInfo>({
    key: ['traits', 'list', search],
    fetch: (page) => api.traits.list({ search: search || undefined }, page),
    refetchInterval: REFRESH_MS,
    keepRows: true,
  })
  return (
    <Page
      title="Traits"
      description="What is known of people: where each trait comes from, how much of it is filled in, and what it means."
      action={mayWrite && <LookAgain />}
    >
      <SearchInput
        label="Search traits"
        value={search}
        onChange={(next) => set({ search: next || undefined })}
      />
      <SurveyNote />
      <DataTable
        label="Traits"
        columns={traitColumns}
        list={list}
        rowKey={({ name }) => name}
        onOpen={({ name }) => set({ trait: name })}
        empty={
          search ? (
            <EmptyState title="No trait is called so" icon={<IconTags size={22} />}>
              Search for a part of its name, or of what is said about it.
            </EmptyState>
          ) : (
            <EmptyState title="No traits yet" icon={<IconTags size={22} />}>
              Traits are what your sources say about people in identify calls: a name, a plan, a birthday.
              They are looked for every few minutes.
            </EmptyState>
          )
        }
      />
      <TraitPanel
        trait={list.rows.find(({ name }) => name === openName) ?? null}
        search={search}
        onClose={() => set({ trait: undefined })}
      />
    </Page>
  )
}

function LookAgain() {
  const client = useQueryClient()
  const look = useMutation({
    mutationFn: api.traits.survey,
    onSuccess: () => client.invalidateQueries({ queryKey: ['traits'] }),
    onError: (error) => toastError(error),
  })
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={look.isPending}
      onClick={() => look.mutate()}
    >
      Look again
    </Button>
  )
}

function SurveyNote() {
  const survey = useQuery({
    queryKey: ['traits', 'survey'],
    queryFn: async () => (await api.traits.page()).survey,
    refetchInterval: REFRESH_MS,
  })
  if (!survey.data?.at) return null
  return (
    <Text size="xs" c="dimmed" my="xs">
      {sampleWords(survey.data)}, looked at <RelativeTime at={survey.data.at} />
    </Text>
  )
}

function sampleWords({ people, looked_at }: TraitSurvey): string {
  if (looked_at >= people) return counted(people, 'person', 'people')
  return `A sample of ${number(looked_at)} of ${number(people)} people`
}
