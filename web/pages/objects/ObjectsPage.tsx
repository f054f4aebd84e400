import { Button, Switch, Tabs } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconForms, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { z } from 'zod'
import type { CrmObject, Field } from '../../../model/field.ts'
import { api } from '../../api.ts'
import { objectsQuery } from '../../lib/object-queries.ts'
import { links } from '../../lib/links.ts'
import { wholeList } from '../../lib/queries.ts'
import type { objectsSearch } from '../../search-params.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { fieldColumns } from './field-columns.tsx'
import { FieldPanel } from './FieldPanel.tsx'
import { NewObjectDialog } from './NewObjectDialog.tsx'
import { useFieldOrder } from './use-field-order.ts'

/** How often the progress of computed fields is looked at. */
const PROGRESS_MS = 1_000
const route = getRouteApi('/settings/objects')
const FIRST_OBJECT = 'deal'
type Search = z.output<typeof objectsSearch>

/** What kinds of records there are, and the fields that they have besides those of Kith. */
export function ObjectsPage() {
  const { object: key = FIRST_OBJECT, field, archived = false } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Search) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const [creating, { open, close }] = useDisclosure(false)
  const objects = useQuery(objectsQuery)
  const object = objects.data?.find((one) => one.key === key)
  return (
    <Page
      title="Objects and fields"
      description="Fields of your own for people, companies and deals, and kinds of records of your own."
      action={
        <>
          <Button variant="default" onClick={open}>
            New object
          </Button>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ field: 'new' })}>
            New field
          </Button>
        </>
      }
    >
      {objects.error && <ErrorState error={objects.error} again={() => void objects.refetch()} />}
      {objects.isPending && <BlockSkeleton height="20rem" />}
      {objects.data && (
        <Tabs value={key} onChange={(next) => set({ object: next ?? undefined, field: undefined })}>
          <Tabs.List mb="sm">
            {objects.data.map((one) => (
              <Tabs.Tab key={one.key} value={one.key}>
                {one.plural}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {object && (
            <Tabs.Panel value={key}>
              <Fields key={key} object={object} openId={field} archived={archived} set={set} />
            </Tabs.Panel>
          )}
        </Tabs>
      )}
      {creating && (
        <NewObjectDialog
          onClose={close}
          onCreated={(made) => {
            close()
            set({ object: made, field: undefined })
          }}
        />
      )}
    </Page>
  )
}

type FieldsProps = {
  object: CrmObject
  openId: string | undefined
  archived: boolean
  set: (change: Search) => void
}

function Fields({ object, openId, archived, set }: FieldsProps) {
  const fields = useQuery({
    queryKey: ['objects', object.key, 'fields', 'all'],
    queryFn: async () => (await api.objects.fields(object.key, true)).data,
    refetchInterval: ({ state }) => state.data?.some(({ computing }) => computing) && PROGRESS_MS,
  })
  const all = fields.data ?? []
  const shown = all.filter((one) => archived || one.archived_at === null)
  const order = useFieldOrder(object.key, all)
  const opened: Field | 'new' | undefined = openId === 'new' ? 'new' : all.find(({ id }) => id === openId)
  return (
    <>
      {!object.standard && (
        <TextLink {...links.records(object.key)} fz="sm" mb="xs" display="inline-block">
          Open {object.plural.toLowerCase()}
        </TextLink>
      )}
      {all.some((one) => one.archived_at !== null) && (
        <Switch
          size="xs"
          mb="xs"
          label="Show archived fields"
          checked={archived}
          onChange={(event) => set({ archived: event.currentTarget.checked || undefined })}
        />
      )}
      <DataTable
        label={`Fields of ${object.plural}`}
        columns={fieldColumns(shown, order)}
        list={wholeList(fields, shown)}
        rowKey={(one) => one.id}
        onOpen={(one) => set({ field: one.id })}
        empty={
          <EmptyState
            title={`No fields of your own for ${object.plural.toLowerCase()} yet`}
            icon={<IconForms size={22} />}
            action={
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ field: 'new' })}>
                New field
              </Button>
            }
          >
            Keep what your team needs to know: a contract’s end, a budget, a product line. A field can be
            required, unique, and part of every filter.
          </EmptyState>
        }
      />
      <FieldPanel object={object} field={opened} all={all} onClose={() => set({ field: undefined })} />
    </>
  )
}
