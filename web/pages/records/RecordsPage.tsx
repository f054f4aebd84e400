import { Button } from '@mantine/core'
import { IconBox, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { z } from 'zod'
import type { CrmObject } from '../../../model/field.ts'
import { rightsFor } from '../../../model/rights.ts'
import { RecordList } from '../../components/lists/RecordList.tsx'
import { fieldsQuery, objectsQuery } from '../../lib/object-queries.ts'
import { links } from '../../lib/links.ts'
import { useSession } from '../../lib/session.ts'
import type { recordsSearch } from '../../search-params.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { NewRecordDialog } from './NewRecordDialog.tsx'
import { RecordPanel } from './RecordPanel.tsx'

const route = getRouteApi('/records/$object')

/** The records of an object of your own. */
export function RecordsPage() {
  const { object: key } = route.useParams()
  const objects = useQuery(objectsQuery)
  const object = objects.data?.find((one) => one.key === key && !one.standard)
  const parent = <TextLink {...links.objects()}>Objects and fields</TextLink>
  if (object) return <Records key={key} object={object} />
  return objects.data ? (
    <Page title="Records" parent={parent}>
      <EmptyState title="There is no such object">The address may be mistyped.</EmptyState>
    </Page>
  ) : (
    <RecordState query={objects} title="Records" parent={parent} missing="There is no such object" />
  )
}

function Records({ object }: { object: CrmObject }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayCreate = rightsFor(useSession().rights, object.key).create !== 'none'
  const set = (change: z.output<typeof recordsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const { data: fields = [] } = useQuery(fieldsQuery(object.key))
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
      New {object.name.toLowerCase()}
    </Button>
  )
  return (
    <Page title={object.plural} description={object.description || undefined} action={create}>
      <RecordList
        object={object.key}
        words={{ one: object.name.toLowerCase(), many: object.plural.toLowerCase() }}
        search={search}
        onSearch={set}
        onOpen={(row) => set({ record: row.id })}
        empty={
          <EmptyState
            title={`No ${object.plural.toLowerCase()} yet`}
            icon={<IconBox size={22} />}
            action={create}
          >
            {object.description || 'What you keep here has the fields that you give it.'}
          </EmptyState>
        }
      />
      <RecordPanel
        object={object}
        id={search.record}
        onClose={() => set({ record: undefined })}
        onChange={(id) => set({ record: id })}
      />
      {mayCreate && search.create && (
        <NewRecordDialog
          object={object}
          fields={fields}
          onClose={() => set({ create: undefined })}
          onCreated={(id) => set({ create: undefined, record: id })}
        />
      )}
    </Page>
  )
}
