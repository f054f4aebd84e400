import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { formsApi } from '../../api-forms.ts'
import { links } from '../../lib/links.ts'
import { Chip } from '../../ui/Chip.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { Answers } from './Answers.tsx'
import { FormActions } from './FormActions.tsx'
import { FormEditor } from './FormEditor.tsx'
import { ShareForm } from './ShareForm.tsx'

const route = getRouteApi('/forms/$id')

/** A form: what was sent in with it, what it asks, and how it gets onto a page. */
export function FormPage() {
  const { id } = route.useParams()
  const { tab = 'answers' } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery({ queryKey: ['forms', 'one', id], queryFn: () => formsApi.get(id) })
  const parent = <TextLink {...links.forms()}>Forms</TextLink>
  if (!query.data)
    return (
      <RecordState query={query} title="Form" parent={parent} missing="There is no form at this address" />
    )
  const form = query.data
  const choose = (value: string | null) =>
    void navigate({ search: value === 'edit' || value === 'share' ? { tab: value } : {} })
  return (
    <Page
      title={form.name}
      parent={parent}
      note={form.open ? <Chip tone="good">Open</Chip> : <Chip>Closed</Chip>}
      action={<FormActions form={form} />}
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="answers">Answers</Tabs.Tab>
          <Tabs.Tab value="edit">Edit</Tabs.Tab>
          <Tabs.Tab value="share">Share</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="answers">
          <Answers form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="edit">
          <FormEditor key={form.version} form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="share">
          <ShareForm form={form} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
